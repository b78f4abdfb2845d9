// Where things stand in the picture, in the drawing's own units: 1184 by 652, more round the edges.

export const WIDE = 1184
export const HIGH = 652
/** The drawing goes on outside its frame, so that every window shape is filled. */
export const EDGE = { left: -460, right: 1644, top: -700 }

/** The ground outside, the floor inside, the eaves and the ceiling. */
export const GROUND = 548
export const FLOOR = 540
export const EAVES = 250
export const CEILING = 266

/** The facade's left edge, the cut into the room, the room's right wall. */
export const FACADE = 232
export const CUT = 566
export const WALL = 1132

/** The self-service station: its left end, and 100 of its own units are this many of ours. */
export const STATION = { x: 884, y: FLOOR, s: 112 }
