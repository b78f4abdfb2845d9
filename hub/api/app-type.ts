// The shape every route is added to: hono on Node's own request and response.
import type { HttpBindings } from '@hono/node-server'
import type { Hono } from 'hono'

export type App = Hono<{ Bindings: HttpBindings }>
