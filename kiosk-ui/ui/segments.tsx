// Time left: ten segments, from filled to outlined. The words beside it say the same.

const SEGMENTS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]

export const Segments = ({ left, of }: { left: number; of: number }) => {
  const filled = of > 0 ? Math.ceil((left / of) * SEGMENTS.length) : 0
  return (
    <div class="segments" aria-hidden="true">
      {SEGMENTS.map((n) => (
        <i key={n} class={n > filled ? 'gone' : ''} />
      ))}
    </div>
  )
}
