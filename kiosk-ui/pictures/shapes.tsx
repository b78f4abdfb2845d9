// Plain SVG shapes, rounded to a tenth. Called like a pencil, so their parameters have an order.

export const round = (n: number): number => Math.round(n * 10) / 10

export const rect = (
  x: number,
  y: number,
  width: number,
  height: number,
  fill: string,
  rx = 0,
) => (
  <rect
    x={round(x)}
    y={round(y)}
    width={round(width)}
    height={round(height)}
    fill={fill}
    {...(rx > 0 && { rx: round(rx) })}
  />
)

export const circle = (x: number, y: number, r: number, fill: string, opacity = 1) => (
  <circle
    cx={round(x)}
    cy={round(y)}
    r={round(r)}
    fill={fill}
    {...(opacity < 1 && { opacity })}
  />
)

export const polygon = (
  points: readonly (readonly [number, number])[],
  fill: string,
  opacity = 1,
) => (
  <polygon
    points={points.map(([x, y]) => `${round(x)},${round(y)}`).join(' ')}
    fill={fill}
    {...(opacity < 1 && { opacity })}
  />
)

export const path = (d: string, fill: string, opacity = 1) => (
  <path d={d} fill={fill} {...(opacity < 1 && { opacity })} />
)

/** A line with round ends along path `d`. */
export const stroke = (d: string, colour: string, width: number, opacity = 1) => (
  <path
    d={d}
    fill="none"
    stroke={colour}
    stroke-width={round(width)}
    stroke-linecap="round"
    stroke-linejoin="round"
    {...(opacity < 1 && { opacity })}
  />
)
