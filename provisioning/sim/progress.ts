// How far long work has come: one line that is rewritten on a terminal, now and then a line elsewhere.
// On standard error, so that standard output holds the result alone.

export type Progress = {
  show(line: string): void
  /** Leaves the last line standing. */
  end(): void
}

const EACH_MS = { terminal: 100, elsewhere: 5000 }

export const openProgress = (to: NodeJS.WriteStream = process.stderr): Progress => {
  const each = to.isTTY ? EACH_MS.terminal : EACH_MS.elsewhere
  let [shownAt, latest, shown] = [-each, '', '']
  const write = (): void => {
    shown = latest
    const width = Math.max(20, (to.columns ?? 80) - 1)
    to.write(to.isTTY ? `\r\u001B[K${latest.slice(0, width)}` : `${latest}\n`)
  }
  return {
    show: (line) => {
      latest = line
      if (performance.now() - shownAt < each) return
      shownAt = performance.now()
      write()
    },
    end: () => {
      if (latest !== shown) write()
      if (to.isTTY && latest !== '') to.write('\n')
      latest = ''
      shown = ''
    },
  }
}
