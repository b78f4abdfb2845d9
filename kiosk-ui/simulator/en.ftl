# The simulator's words. Read by whoever shows, teaches or tries a branch, not by patrons.

title = Bibliotek24, simulator
product = Bibliotek24
tagline = A make-believe branch on your computer. Touch anything in the picture.
language-sv = Svenska
language-en = English
choose-language = Language
waiting = Waiting for the branch …
lost = The branch does not answer. This page keeps trying.
scene = { $branch } in section
close = Close

# Views
view = What is shown beside the picture
view-now = Right now
view-door = Door
view-desk = Desk
view-chute = Chute
screen-door = The door's screen
screen-desk = The desk's screen
screen-chute = The chute's screen
screen-window = Own window
screen-large = Larger
screen-small = Smaller
screen-live = The real screen

# The clock
clock-set = Set the clock:
clock-title = The make-believe clock
clock-hours = Visit at another hour
clock-day = Day
clock-time = Time
clock-faster = Time runs 60 times faster
clock-plain = Time runs as usual
clock-hint-morning = before opening
clock-hint-staffed = staffed
clock-hint-evening = self-service
clock-hint-last = closing soon
clock-hint-night = night

# Try this
try = Try this
try-enter = Hold up Aino's card, type 2468
try-borrow = Put books on the pad and press Done
try-return = Return a book in the chute outside
try-offline = Pull the network: the door still opens by its list
try-recover = Plug it in and watch the journal empty
try-done = Tried
try-next = Next

# Right now
now = Right now
now-opening = Open
now-lock = Lock
now-contact = Door contact
now-light = Reader's light
now-flap = Chute's flap
now-bin = Bin { $bin }
now-inside = Inside
now-network = Network to the hub
now-journal = Journal, not sent
now-paper = Receipt paper
lock-secured = locked
lock-released = released { $seconds } s
lock-unknown = unknown
lock-jammed = jammed
contact-open = open
contact-closed = closed
light-ready = ready
light-go = green
light-no = no
light-dark = dark
light-unknown = unknown
flap-open = open
flap-closed = closed
flap-jammed = jammed
percent = { $level } %
inside = { $count ->
    [0] nobody
   *[other] { $count }
}
inside-pill = { $count ->
    [0] nobody in
   *[other] { $count } in
}
network-ms = { $ms } ms
network-silent = no answer
network-cut = unplugged
network-ready = answers
rows = { $count ->
    [one] 1 row
   *[other] { $count } rows
}
paper-ok = there
paper-near-end = running out
paper-out = out
opening-staffed = staffed
opening-clearing = self-service begins
opening-self-service = self-service
opening-last-call-15 = closing soon
opening-last-call-5 = closing now
opening-closing = closing
opening-closed = closed
opening-unknown = unknown
until = until { $time }
opens = opens { $time }

# Places in the picture
spot-network = Network
spot-exit = Exit
spot-counter = People counter
spot-sign = Sign
spot-fire = Fire alarm
spot-door = Door
spot-door-reader = Reader
spot-chute = Chute
spot-bins = Bins
spot-pad = Desk
spot-desk-reader = Card reader
spot-printer = Printer
state-exit = free
state-exit-stuck = stuck, still free
state-beam-blocked = blocked
state-fire-on = ringing
state-fire-off = silent
state-unplugged = unplugged
state-books = { $count ->
    [0] empty pad
    [one] 1 book
   *[other] { $count } books
}
state-printing = printing
state-paper-ok = ready
state-paper-near-end = running out
state-paper-out = no paper
state-reader-ready = ready
sign-library = Library
sign-staffed = Staffed
sign-clearing = Check in
sign-self-service = Self-service
sign-last-call-15 = Closing soon
sign-last-call-5 = Closing now
sign-closing = Closing
sign-closed = Closed
sign-unknown = Welcome
sign-evacuate = Leave now

# What one can do
do-pull = Pull the door and go in
do-hold-open = Hold the door open
do-close = Close the door
do-slip-in = Someone slips in behind
do-jam-bolt = Jam the bolt
do-unjam-bolt = Free the bolt
do-walk-out = Walk out
do-exit = Press the exit button
do-stick = Tape down the exit button
do-unstick = Free the exit button
do-block = Hang something in the beam
do-unblock = Take it out of the beam
do-hold = Hold { $owner } card here
do-hold-unknown = Hold the unknown card here
do-put-pad = Put { $name } on the pad
do-drop = Drop { $name } in the chute
do-take = Take back { $name }
do-plug-in = Plug in { $device }
do-plug-out = Unplug { $device }
do-jam = Jam the flap
do-unjam = Free the flap
do-fire = Ring the alarm
do-silence = Silence the alarm
do-key = Turn the service key
do-cut = Pull the network
do-restore = Plug in the network
do-paper-ok = New paper
do-paper-near-end = Nearly out
do-paper-out = Take the paper
do-screen = Show the screen beside
do-window = Open the screen in its own window
bin-level = Bin { $bin }, level
bin-line = { $books ->
    [0] empty
    [one] 1 book
   *[other] { $books } books
}
hint-reader = Take a card from the pocket, or choose here.
hint-pad = Take a book from the bag and put it here.
hint-chute = Take a book from the bag and push it in here.
hint-exit = One can always get out, without card or network.
hint-key = After the alarm nobody is let in until somebody has looked and turned the key.
hint-counter = As many as the counter has seen come in but not go out.
remark-locked = Locked
remark-unplugged = Unplugged

device-door-card-reader = the door's card reader
device-door-board = the door's board
device-desk-card-reader = the desk's card reader
device-desk-pad = the pad
device-desk-printer = the printer
device-chute-reader = the chute's reader
device-chute-board = the chute's board
device-premises-board = the premises' board

# Keypad
pin-title = Type the PIN
pin-erase = Erase
pin-mine = Type { $owner } PIN
pin-digits = { $count } of 4 digits

# The pocket
pocket = Cards in the pocket
pocket-holding = Hold the card to a reader in the picture
card-unnamed = Unknown
card-from = { $member }, { $age }
card-note-no-agreement = no agreement
card-note-blocked = blocked
card-note-unknown = not our card

# The bag
bag = Books in the bag
bag-holding = Put it on the pad or in the chute
note-plain = {""}
note-set = { $parts } parts
note-reserved = reserved
note-other-owner = from { $owner }
note-unknown-item = unknown book
note-no-tag = no tag
note-thick = thick, jams
place-bag = in the bag
place-pad = on the pad
place-mouth = in the chute's mouth
place-tunnel = on the belt
place-bin = in bin { $bin }
tag-secured = secured
tag-on-loan = on loan
tag-none = no tag

# Faults
faults = Make trouble
fault-network = Cut network
fault-network-back = Mend network
fault-paper = Take paper
fault-paper-back = New paper
fault-bin = Fill a bin
fault-bin-back = Empty bin
fault-fire = Fire alarm
fault-fire-back = Silence it
fault-jam = Jam chute
fault-jam-back = Free chute
fault-alarm = Stick the alarm
fault-alarm-back = Free the alarm
fault-cords = Cords
fault-cords-out = { $count ->
    [one] 1 out
   *[other] { $count } out
}
cords-title = The cords of the branch

# The receipt
receipt = Receipt
receipt-none = No receipt yet

# The tape
tape = Messages between kiosk and hub
lane-door = Door
lane-desk = Desk
lane-chute = Chute
lane-kiosk = The kiosk
tape-empty = Nothing has been said yet
tape-ask = ask { $what }
tape-unanswered = ask { $what } · no answer
tape-yes = answer yes · { $ms } ms
tape-no = answer no · { $ms } ms
tape-answer = answer { $what }
tape-event = event { $rows } { $what }
tape-ack = ack { $rows }
tape-config = config
tape-state = state { $what }
event-started = started
event-visit = visit
event-entry-refused = not let in
event-door = door
event-fire = fire alarm
event-door-trouble = door fault
event-counted = counted
event-tail-gate = followed in
event-checkout = lent
event-checkout-undone = loan undone
event-checkout-refused = loan refused
event-checkin = book is in
event-given-back = given back
event-bin = bin
event-device = device
event-paper = paper
hub-answers = The hub answers
hub-silent = The hub is silent
hub-cut = The network is cut
hub-last = Last answer { $ms } ms
hub-never = No answer yet
hub-queue = { $count ->
    [0] Nothing queued
    [one] 1 row queued
   *[other] { $count } rows queued
}
hub-private = No name is seen here
