// Simulated GPIO chips in a guest, made by gpio-sim, and the far end of each line's wire.
import type { Machine } from './machine.ts'

const CONFIG = '/sys/kernel/config/gpio-sim'

/** Adds a chip with so many lines; answers the folder of its lines' far ends. */
export const addChip = async (
  { run }: Machine,
  { name, label, lines }: { name: string; label: string; lines: number },
): Promise<string> => {
  const bank = `${CONFIG}/${name}/bank0`
  await run(`mkdir -p ${bank} && echo ${lines} > ${bank}/num_lines && echo ${label} > ${bank}/label
    echo 1 > ${CONFIG}/${name}/live`)
  return run(
    `echo /sys/devices/platform/$(cat ${CONFIG}/${name}/dev_name)/$(cat ${bank}/chip_name)`,
  )
}

/** Takes the chip out, or puts it back, as if it hung on a plug. */
export const plugChip = ({ run }: Machine, name: string, isIn: boolean): Promise<string> =>
  run(`echo ${isIn ? 1 : 0} > ${CONFIG}/${name}/live`)

/** Where the far end of a line stands in its chip's folder. */
export const farEnd = (chip: string, line: number): string => `${chip}/sim_gpio${line}`
