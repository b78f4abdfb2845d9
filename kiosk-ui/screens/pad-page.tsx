// What lies on the pad, row by row: the page that borrowing and returning at the desk share.
import { Check, TriangleAlert } from 'lucide'
import type { ComponentChildren, VNode } from 'preact'
import { Cover } from '../pictures/cover.tsx'
import { Pad } from '../pictures/pad.tsx'
import { say } from '../text/say.ts'
import { Key } from '../ui/key.tsx'
import { Notice } from '../ui/notice.tsx'
import { Parts, Row, type Tone } from '../ui/row.tsx'
import { useKiosk } from './kiosk.ts'
import { List, ListKeys, useList } from './list.tsx'
import { Page } from './page.tsx'
import { titleOf } from './words.ts'

type PadRow = {
  item: string
  title: string | null
  state: string
  have?: number
  total?: number
}

/** One thing on the pad; a set that is not complete shows its parts. */
export const PadLine = ({ row, line, tone }: { row: PadRow; line: string; tone: Tone }) => (
  <Row
    lead={<Cover title={row.title ?? row.item} />}
    title={titleOf(row.title)}
    line={line}
    tone={tone}
    end={
      row.state === 'incomplete' ? (
        <Parts have={row.have ?? 0} total={row.total ?? 0} />
      ) : undefined
    }
  />
)

/** What is said and shown while the pad does not answer. */
type Lost = { lead: string; picture: ComponentChildren }

type Props<R extends PadRow> = {
  rows: readonly R[]
  lead: string
  /** Null while the pad answers. */
  lost: Lost | null
  children: (row: R) => VNode
}

export const PadPage = <R extends PadRow>({ rows, lead, lost, children }: Props<R>) => {
  const { send } = useKiosk()
  const pages = useList(rows, { follow: true })
  const missing = rows.some((row) => row.state === 'incomplete')
  const books = Math.min(3, rows.length - (missing ? 1 : 0))
  return (
    <Page
      name="listing"
      title={say(lost === null ? 'pad' : 'pad-lost')}
      lead={lost?.lead ?? lead}
      above={lost && <Notice icon={TriangleAlert} tone="need" text={say('pad-wait')} />}
      picture={lost?.picture ?? <Pad books={books} missing={missing} />}
      action={
        <ListKeys pages={pages}>
          {rows.length === 0 ? (
            <Key word={say('back')} onPress={() => send({ do: 'back' })} />
          ) : (
            <Key
              look="primary"
              icon={Check}
              word={say('done')}
              onPress={() => send({ do: 'done' })}
            />
          )}
        </ListKeys>
      }
    >
      <List pages={pages} row={children} />
    </Page>
  )
}
