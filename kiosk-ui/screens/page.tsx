// The page every screen is laid on: the question, its picture, the answers, the one thing to do.
// Portrait: picture above, answers below. Landscape: question and picture left, answers right.
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { ReadingRoom } from '../pictures/reading-room.tsx'
import { useKiosk } from './kiosk.ts'

export const Page = (p: {
  /** Names the layout in screens.css. */
  name: string
  title: string
  lead?: string | undefined
  /** Above the question: what happened. Under it: what belongs to it. */
  above?: ComponentChildren
  under?: ComponentChildren
  picture?: ComponentChildren
  action?: ComponentChildren
  children?: ComponentChildren
}) => {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [p.title])
  return (
    <div class={`page ${p.name}`}>
      <div class="head">
        {p.above}
        <h1 ref={heading} tabIndex={-1}>
          {p.title}
        </h1>
        {p.lead !== undefined && (
          <p class="lead" role="status">
            {p.lead}
          </p>
        )}
        {p.under}
      </div>
      {p.picture && <div class="picture">{p.picture}</div>}
      {p.children && <div class="answers">{p.children}</div>}
      {p.action && <div class="action">{p.action}</div>}
    </div>
  )
}

/** Where you are, on the pages that ask for nothing to be done with the hands. */
export const RoomPicture = () => (
  <ReadingRoom side={useKiosk().stage.shape === 'portrait' ? 'middle' : 'right'} />
)
