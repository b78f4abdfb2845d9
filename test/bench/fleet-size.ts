// How many kiosks `fleet` and `storm` are measured with: 10 000, or fewer by B24_BENCH_KIOSKS, for a
// quick look. Goals are for 10 000.

const MOST = 10_000
const LEAST = 20

export const fleetSize = (): number => {
  const wanted = Number(process.env.B24_BENCH_KIOSKS ?? MOST)
  if (Number.isInteger(wanted) && wanted >= LEAST && wanted <= MOST) return wanted
  throw new Error(`B24_BENCH_KIOSKS: expected ${LEAST} to ${MOST} kiosks`)
}
