// What eyes and fingers would find on a screen, measured inside the page. Runs in the browser, so
// it may use nothing from outside its own function.

export type Looked = {
  problems: string[]
  /** Boxes of the bar's keys, `x y w h`. */
  bar: string[]
}

/** Measures the screen that is shown: targets, gaps, sizes of print, what is clipped or covered. */
export const look = (): Looked => {
  const problems: string[] = []
  const stage = document.querySelector<HTMLElement>('.stage')
  if (stage === null) return { problems: ['no stage'], bar: [] }
  const mm = Number.parseFloat(getComputedStyle(stage).getPropertyValue('--mm'))
  const whole = stage.getBoundingClientRect()
  const say = (what: string, element: Element): void => {
    const words = (element.textContent ?? '').trim().slice(0, 40)
    problems.push(`${what}: <${element.tagName.toLowerCase()}> ${words}`)
  }
  const isHeld = (element: Element): boolean => element.closest('[inert]') !== null
  const isSeen = (element: Element): boolean =>
    element.checkVisibility() && element.getBoundingClientRect().width > 0

  const keys = [...stage.querySelectorAll('button, a[href]')].filter(
    (key) => isSeen(key) && !isHeld(key),
  )
  // ux R01, R02, R27
  for (const key of keys) {
    const { width, height } = key.getBoundingClientRect()
    if (Math.min(width, height) / mm < 14.95)
      say(`${(Math.min(width, height) / mm).toFixed(1)} mm`, key)
    if (Math.min(width, height) < 59.5) say(`${Math.min(width, height)} px`, key)
    const named = (key.textContent ?? '').trim() || key.getAttribute('aria-label')
    if (!named) say('no word', key)
  }
  // ux R03: three millimetres between neighbours
  keys.forEach((key, n) => {
    const a = key.getBoundingClientRect()
    for (const other of keys.slice(n + 1)) {
      const b = other.getBoundingClientRect()
      const across = Math.max(b.left - a.right, a.left - b.right, 0)
      const down = Math.max(b.top - a.bottom, a.top - b.bottom, 0)
      const gap = Math.hypot(across, down) / mm
      if (gap < 2.95) say(`${gap.toFixed(1)} mm to "${other.textContent}"`, key)
    }
  })
  // ux R04: six choices, no scroll
  const choices = keys.filter((key) => key.closest('main') && !key.closest('.keypad'))
  if (choices.length > 6) problems.push(`${choices.length} choices`)
  const page = document.documentElement
  if (page.scrollHeight > page.clientHeight || page.scrollWidth > page.clientWidth)
    problems.push('the page scrolls')

  type Line = { box: DOMRect; of: Element }
  const lines: Line[] = []
  const walker = document.createTreeWalker(stage, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const of = node.parentElement
    if (of === null || !node.textContent?.trim() || !isSeen(of) || isHeld(of)) continue
    const range = document.createRange()
    range.selectNodeContents(node)
    for (const box of range.getClientRects()) lines.push({ box, of })
    // ux R12: no capital under 3.5 mm; Atkinson's are 0.668 em
    const caps = (Number.parseFloat(getComputedStyle(of).fontSize) / mm) * 0.668
    if (caps < 3.49) say(`capitals of ${caps.toFixed(2)} mm`, of)
  }
  const within = (inner: DOMRect, outer: DOMRect): boolean =>
    inner.left >= outer.left - 1 &&
    inner.right <= outer.right + 1 &&
    inner.top >= outer.top - 1 &&
    inner.bottom <= outer.bottom + 1
  // Half the leading belongs to nobody: only what letters cover counts.
  const ink = (box: DOMRect): DOMRect =>
    new DOMRect(box.x, box.y + box.height * 0.2, box.width, box.height * 0.6)
  const meet = (a: DOMRect, b: DOMRect): boolean =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1
  for (const { box, of } of lines) {
    if (!within(box, whole)) say('outside the screen', of)
    const part = of.closest('button, .notice, .row, .sheet, .strip, .bar')
    if (part !== null && !within(ink(box), part.getBoundingClientRect()))
      say('outside its part', of)
    for (const key of keys)
      if (!key.contains(of) && meet(ink(box), key.getBoundingClientRect()))
        say(`under "${key.textContent}"`, of)
  }
  lines.forEach(({ box, of }, n) => {
    for (const other of lines.slice(n + 1))
      if (other.of !== of && meet(ink(box), ink(other.box)))
        say(`over "${other.of.textContent}"`, of)
  })
  const bar = [...stage.querySelectorAll('.bar button')].map((key) => {
    const { x, y, width, height } = key.getBoundingClientRect()
    return [x, y, width, height].map(Math.round).join(' ')
  })
  return { problems, bar }
}
