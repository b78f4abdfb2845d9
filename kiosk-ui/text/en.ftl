### Every word on the screens. Say what to do first; at most twelve words a sentence.

-term-card = { $form ->
   *[bare] library card
    [the] the library card
    [your] your library card
}
-term-pin = { $form ->
   *[bare] PIN
    [the] the PIN
    [your] your PIN
}
-term-self-service = Open

## Everywhere

bar = Always here
language = Language
language-choose = Choose language
language-name = English
ease = Easier to read
ease-until = This stays on until you finish.
ease-larger = Larger text
ease-contrast = Stronger contrast
help = Help
finish = Finish
back = Back
cancel = Cancel
done = Done
ok = OK
erase = Erase
try-again = Try again
thanks = Thank you!
moment = One moment
moment-starting = The screen will be here soon.
book = A book
page-next = Next page
page-of = { $page } of { $pages }
offline = We cannot reach the library system right now. You can still return.
offline-lends = We cannot reach the library system right now. You can still borrow.
no-answer = We cannot reach the library system right now.
no-answer-do = Wait a little and try again.
broken = Something went wrong on our side
broken-wait = The screen will start again by itself. Please wait a little.

## Opening hours

mode-staffed = { $time ->
    [none] Staff are here
   *[other] Staff here until { $time }
}
mode-self-service = { $time ->
    [none] { -term-self-service } without staff
   *[other] { -term-self-service } without staff until { $time }
}
mode-last-call = { $time ->
    [none] Closing soon
   *[other] Closing at { $time }
}
mode-clearing = Staff are leaving
mode-closing = Closing now
mode-closed = Closed
mode-unknown = Hours not known
opens = { $when ->
    [today] We open at { $time }
    [tomorrow] We open tomorrow at { $time }
   *[later] We open on { $weekday } at { $time }
}
closing = { $minutes ->
    [15] We close in 15 minutes. Borrow what you want to take with you.
   *[other] We close in { $minutes } minutes. Finish and go to the exit.
}
closing-now = We close in 1 minute
closing-now-go = Leave now. Then the alarm is set.

## The door

door-staffed = Open
door-staffed-until = staff here until { $time }
door-self-service = { -term-self-service }
door-self-service-until = without staff until { $time }
door-last-call = closing at { $time }
door-clearing = Check in
door-clearing-until = open until { $time }
door-closing = Closing
door-closed = Closed
door-unknown = Hello!
door-tap = Hold { -term-card(form: "your") } to the reader to come in
door-tap-clearing = Still inside? Hold { -term-card(form: "your") } to the reader. Cards open the door in a while.
door-chute-open = Return books in the slot. It is always open.
door-open = The door is open
door-welcome = Come in!
door-open-left = { $seconds ->
    [one] Open for 1 more second
   *[other] Open for { $seconds } more seconds
}
door-present = Thank you, you are checked in
door-present-do = You may stay. The door opens from inside as always.
door-refused = This card cannot be used right now. Please contact the library.
door-offline = Cards cannot open the door right now. Please try again soon.
door-reader-lost = The reader is not working right now. Call us to come in.
door-close = Close the door
door-close-soon = Thank you! It keeps everyone inside warm and safe.
door-close-why = Thank you! It has been open for long.
door-after-fire = There has been a fire alarm. Call us to come in.
way-call = Call us and we will help
way-come = Come when we are here
way-come-why = Then we help you with the card
way-chute = Return books in the slot
way-chute-open = It is always open

## PIN

pin = Enter { -term-pin(form: "your") }
pin-lead = Then press OK.
pin-typed = { $count ->
    [one] 1 digit typed
   *[other] { $count } digits typed
}
pin-wrong = { $tries ->
    [unknown] Wrong { -term-pin }. Try again.
    [one] Wrong { -term-pin }. You have 1 try left.
   *[other] Wrong { -term-pin }. You have { $tries } tries left.
}
pin-forgot = Forgotten it?
pin-forgot-do = Call { $phone } to get a new one.
pin-locked = Wait 15 minutes and try again
pin-locked-why = Wrong { -term-pin } too many times
pin-locked-do = Have you forgotten it? Call { $phone } to get a new one.

## The desk: start

welcome = Welcome
idle-lead = Borrow and return here.
idle-clearing = Staff are leaving now
idle-clearing-do = Staying? Touch here and hold { -term-card(form: "your") } to the reader.
idle-closing = We are closing now
idle-closed = The library is closed
idle-start = Touch to start
home = What would you like to do?
home-hello = Hello { $name }
task-borrow = Borrow
task-return = Return
task-renew = Renew
task-holds = Pick up reservation
task-account = My loans
task-help = Get help
task-not-now = Not possible right now

## The desk: card

card-hold = Hold { -term-card(form: "your") } to the reader
card-hold-lead = You can also show the card on your phone.
card-unknown = We do not recognise this card
card-unknown-do = Try again, or type the card number.
card-blocked = This card cannot be used right now
card-blocked-do = Call { $phone } and we will help you.
card-reader-lost = The reader is not working right now
card-reader-lost-do = The number is on the back of the card.
card-type = Type your card number
card-type-lead = The number is on the back of the card.
card-type-key = Type the number

## The desk: borrow and return

pad = Put the books on the pad
pad-lost = The pad is not working right now
pad-wait = Wait a little, it is starting again
pad-lost-borrow = What you have borrowed is yours.
pad-lost-return = Please use the slot by the door for now.
borrow-lead = You can put down several at once.
borrow-count = { $lent ->
    [0] Nothing borrowed yet.
    [one] You have borrowed 1 item.
   *[other] You have borrowed { $lent } items.
} { $needs ->
    [0] { "" }
    [one] 1 item needs you.
   *[other] { $needs } items need you.
}
return-lead = You do not need a card.
return-count = { $count ->
    [0] Nothing returned yet.
    [one] 1 item is returned.
   *[other] { $count } items are returned.
}
reading = Please wait. Reading the books.
row-reading = Reading the book
row-lent = Yours until { $date }
row-lent-later = { $date ->
    [none] Borrowed. It will show in your loans later today.
   *[other] Yours until { $date }. It will show later today.
}
row-incomplete = { $have } of { $total } parts. Put the rest there too.
row-put-back = Put the book back on the pad
row-lift-again = Lift the book and put it on the pad again
row-unknown = We do not recognise it. Put it on the shelf beside you.
row-reserved = Someone else is waiting for it. Put it on the shelf beside you.
row-on-loan = Someone else has borrowed it. Please return it for them.
row-yours = { $date ->
    [none] You have already borrowed it
   *[other] Already yours until { $date }
}
row-not-for-loan = It cannot be taken home. Put it on the shelf beside you.
row-loan-limit = You cannot borrow more. Return something first.
row-foreign = It is not from our libraries. Take it with you again.
row-returned = { $to ->
    [hold-shelf] Thank you! Someone is waiting. Put it on the reservation shelf.
    [box] Thank you! Put it in the box for { $branch }.
   *[shelf] Thank you! Put it on the trolley beside you.
}
row-returned-later = Thank you! Put it on the trolley. It will show later today.

## The desk: my loans

account-count = { $loans ->
    [0] No loans
    [one] 1 loan
   *[other] { $loans } loans
}{ $holds ->
    [0] { "." }
    [one] {" "}and 1 reservation.
   *[other] {" "}and { $holds } reservations.
}
loan-due = Return by { $date }
loan-fixed = Return by { $date }. It cannot be renewed.
renewed = Renewed until { $date }
renew-reserved = Cannot be renewed. Someone is waiting. Return by { $date }.
renew-limit = Cannot be renewed again. Return by { $date }.
renew-no-answer = It did not work right now. Try again soon.
renew-all = Renew all
renew-count = { $loans ->
    [0] You have no loans.
   *[other] { $open } of { $loans } loans can be renewed.
}
holds-ready = { $ready ->
    [one] 1 book is waiting for you
   *[other] { $ready } books are waiting for you
}
holds-ready-do = Fetch from the shelf, then borrow here.
holds-none = You have nothing to collect here
hold-line = { $state ->
    [ready] { $shelf ->
        [none] Ready to collect at { $pickup }
       *[other] Ready to collect on shelf { $shelf }
    }
    [in-transit] On its way to { $pickup }
   *[queued] You are in the queue. We will tell you.
}

## The desk: finish

receipt = Do you want a receipt?
done-title = You are done
finish-count = { $lent ->
    [0] { "" }
   *[other] { $lent } borrowed.{" "}
}{ $back ->
    [0] { "" }
   *[other] { $back } returned.{" "}
}{ $again ->
    [0] { "" }
   *[other] { $again } renewed.
}
receipt-print = Print
receipt-none = No receipt
receipt-left = { $seconds ->
    [one] No receipt in 1 second
   *[other] No receipt in { $seconds } seconds
}
paper-out = The printer is out of paper
printer-lost = The printer is not working right now
thanks-receipt = Take your receipt. Welcome back!
thanks-welcome = Welcome back!
timeout = Are you still there?
timeout-left = { $seconds ->
    [one] We will finish in 1 second
   *[other] We will finish in { $seconds } seconds
}
timeout-stay = Yes, I need more time

## Help

help-how = How to get help
help-call = Call { $phone }
help-call-why = We help you on the phone.
help-danger = Is a life in danger? Call { $emergency }
help-danger-why = Call there first. Then call us.
help-shelf = Is a book making trouble?
help-shelf-why = Put it on the shelf beside you. We look after it.
help-out = The door always opens from inside
help-out-why = Press the handle down. You do not need a card.
out-of-order = This machine is resting
out-of-order-still = You can still do this:

## The chute

chute-always = The slot is always open
chute-ready = Put one book at a time in the slot
chute-no-card = You do not need a card.
chute-reading = Reading the book.
chute-open = Push the book in
chute-thanks = Thank you! { $title } is returned.
chute-back = { $title } is returned.
chute-next = Put the next book in the slot.
chute-later = It will show in your loans later today.
chute-count = { $count ->
    [one] 1 book returned
   *[other] { $count } books returned
}
back-take = Please take it back
back-no-tag = The slot cannot read this one
back-no-tag-do = Is it a library book? Give it to us when we are here.
back-unknown = We do not recognise the book
back-unknown-do = Give it to us when we are here.
back-incomplete = A part is missing: { $have } of { $total }
back-incomplete-do = Put all the parts together and try again.
back-several = One book at a time
back-several-do = Take them out and put one book in first.
back-again = The book was too quick for us
back-again-do = Put it in once more.
back-foreign = The book is not from our libraries
back-foreign-do = Return it where you borrowed it.
chute-jam = The slot is stuck
chute-full = The slot is full
chute-out-of-order = The slot is resting
chute-trolley = Put the books on the trolley
chute-trolley-we = We will return them for you.

## Fire

fire = Fire alarm
fire-finnish = Palohälytys
fire-out = Leave by the nearest exit now
fire-lift = Do not use the lift.
fire-stay-out = Do not go in
fire-door = Everyone is leaving. Keep the door clear.
fire-call = Call
