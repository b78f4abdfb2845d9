// The desk: one event in, its next state and effects out. No I/O, no clock, no chance.

import type { CheckoutRefusal } from '../../hub/protocol/asks.ts'
import type { Asked } from '../link/questions.ts'
import { andThen } from '../machine.ts'
import type { TagSeen } from '../ports.ts'
import type { ScreenAction } from '../screen-protocol.ts'
import { isPresent } from '../tag-part.ts'
import {
  type AccountStep,
  accountAnswered,
  askAccount,
  renew,
  renewAnswered,
} from './account.ts'
import type { AnswerEvent, DeskInput, DeskTimer } from './events.ts'
import {
  finish,
  finishTick,
  printed,
  printingOver,
  receiptChosen,
  thanked,
} from './finish.ts'
import { checkoutAnswered } from './lending.ts'
import {
  changeWork,
  goOn,
  learnAgain,
  notesRead,
  padChanged,
  settleNotes,
  tagsSeen,
  tagWritten,
  waitOver,
  writeAgain,
} from './pad.ts'
import { itemAnswered } from './returning.ts'
import {
  cardHeld,
  choose,
  end,
  expire,
  goBack,
  identified,
  pinTyped,
  speak,
  touched,
  wake,
  warn,
  warningTick,
} from './session.ts'
import { type DeskState, type DeskStep, stay } from './state.ts'

export const next = (state: DeskState, event: DeskInput): DeskStep =>
  state.broken ? stay(state) : andThen(happen(state, event), goOn)

const happen = (state: DeskState, event: DeskInput): DeskStep => {
  switch (event.kind) {
    case 'action':
      return state.fire
        ? stay(state)
        : andThen(touched(state), (now) => act(now, event.action))
    case 'card':
      return state.fire
        ? stay(state)
        : andThen(touched(state), (now) => cardHeld(now, event.number))
    case 'tags':
      return laid(state, event.tags)
    case 'answer':
      return answered(state, event)
    case 'written':
      return tagWritten(state, event)
    case 'printed':
      return printed(state, event.printed)
    case 'timer':
      return expired(state, event.name)
    case 'notes':
      return notesRead(state, event.notes)
    case 'fire':
      return fire(state, event.on)
    case 'closing':
      return stay({ ...state, closing: event.minutes })
    case 'online':
      return online(state, event.online)
    case 'journal-lost':
      return { state: { ...end(state, { at: 'idle' }).state, broken: true }, effects: [] }
    case 'item-reader':
      return padChanged(state, event.connected)
    case 'tamper':
      return {
        state,
        effects: [{ kind: 'record', fact: { ...event, device: 'desk-card-reader' } }],
      }
    case 'key':
      // The desk has a screen to type on.
      return stay(state)
    case 'card-reader':
    case 'printer':
    case 'paper':
      return device(state, event)
  }
}

const act = (state: DeskState, action: ScreenAction): DeskStep => {
  switch (action.do) {
    case 'touch':
    case 'stay':
      return stay(state)
    case 'start':
      return wake(state)
    case 'choose':
      return choose(state, action.task)
    case 'card':
      return cardHeld(state, action.number)
    case 'pin':
      return pinTyped(state, action.digits)
    case 'renew':
      return renew(state, action.loan)
    case 'receipt':
      return receiptChosen(state, action.choice)
    case 'done':
    case 'finish':
      return finish(state)
    case 'back':
      return goBack(state)
    case 'help':
      return stay({ ...state, help: true })
    case 'language':
      return speak({ ...state, chosen: true }, action.language)
  }
}

/** A book laid down or taken away is somebody's hand; a tag that only changes is our own. */
const laid = (state: DeskState, tags: readonly TagSeen[]): DeskStep => {
  const before = state.pad.tags
  const isMore = tags.some((tag) => !isPresent(tag, before))
  const isLess = before.some((tag) => !isPresent(tag, tags))
  const woken = isMore && !state.fire ? wake(state) : stay(state)
  const step = isMore || isLess ? andThen(woken, touched) : woken
  return andThen(step, (now) => stay(tagsSeen(now, tags)))
}

const answered = (state: DeskState, event: AnswerEvent): DeskStep => {
  switch (event.ask) {
    case 'identify':
      return identified(state, event.id, event.asked)
    case 'account':
      return orExpire(state, accountAnswered(state, event.id, event.asked))
    case 'renew':
      return orExpire(state, renewAnswered(state, event.id, event.asked))
    case 'checkout':
      return lent(state, event.id, event.asked)
    case 'item':
      return changeWork(state, event.id, (work) =>
        work.kind === 'returning' ? itemAnswered(work, event.asked) : { work, effects: [] },
      )
    case 'end':
      return stay(state)
  }
}

const orExpire = (state: DeskState, step: AccountStep): DeskStep =>
  'expired' in step ? expire(state, step.expired) : step

const lent = (state: DeskState, id: string, asked: Asked<'checkout'>): DeskStep => {
  const work = state.works.find((one) => one.id === id)
  const step = changeWork(state, id, (one) =>
    one.kind === 'lending'
      ? checkoutAnswered(one, asked, state.security)
      : { work: one, effects: [] },
  )
  const isOver = work?.visit === state.visit && refusal(asked) === 'no-session'
  return isOver ? andThen(step, (now) => expire(now, 'borrow')) : step
}

const refusal = (asked: Asked<'checkout'>): CheckoutRefusal | null =>
  asked.ok && !asked.answer.ok ? asked.answer.reason : null

const expired = (state: DeskState, name: DeskTimer): DeskStep => {
  const { screen, warning } = state
  switch (name) {
    case 'idle':
      return warn(state)
    case 'tick':
      if (warning !== null) return warningTick(state, warning)
      return screen.at === 'finish' ? finishTick(state, screen) : stay(state)
    case 'printing':
      return printingOver(state)
    case 'thanks':
      return thanked(state)
    case 'account':
      return askAccount(state)
    case 'write-again':
      return stay(writeAgain(state))
    case 'learn':
      return learnAgain(state)
    case 'settle':
      return settleNotes(state)
    default:
      return waitOver(state, name.slice('wait:'.length))
  }
}

const fire = (state: DeskState, on: boolean): DeskStep =>
  on ? end({ ...state, fire: true }, { at: 'idle' }) : stay({ ...state, fire: false })

const online = (state: DeskState, isOnline: boolean): DeskStep => {
  const now = { ...state, online: isOnline }
  return isOnline ? learnAgain(now) : stay(now)
}

type DeviceEvent = Extract<DeskInput, { kind: 'card-reader' | 'printer' | 'paper' }>

/** Each change is told once. */
const device = (state: DeskState, event: DeviceEvent): DeskStep => {
  switch (event.kind) {
    case 'paper':
      if (state.paper === event.state) return stay(state)
      return {
        state: { ...state, paper: event.state },
        effects: [{ kind: 'record', fact: { kind: 'paper', state: event.state } }],
      }
    case 'card-reader':
      if (state.cardReader === event.connected) return stay(state)
      return {
        state: { ...state, cardReader: event.connected },
        effects: [connected('desk-card-reader', event.connected)],
      }
    case 'printer':
      if (state.printer === event.connected) return stay(state)
      return {
        state: { ...state, printer: event.connected },
        effects: [connected('desk-printer', event.connected)],
      }
  }
}

const connected = (
  name: 'desk-card-reader' | 'desk-printer',
  isConnected: boolean,
): DeskStep['effects'][number] => ({
  kind: 'record',
  fact: { kind: 'device', device: name, connected: isConnected },
})
