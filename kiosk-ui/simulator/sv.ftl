# Simulatorns ord. Läses av den som visar, lär eller prövar en filial, inte av låntagare.

title = Bibliotek24, simulator
product = Bibliotek24
tagline = En låtsasfilial på din dator. Allt i bilden går att röra.
language-sv = Svenska
language-en = English
choose-language = Språk
waiting = Väntar på filialen …
lost = Filialen svarar inte. Sidan försöker igen hela tiden.
scene = { $branch } i genomskärning
close = Stäng

# Vyer
view = Vad som visas vid sidan av bilden
view-now = Läget
view-door = Dörren
view-desk = Lånestationen
view-chute = Luckan
screen-door = Dörrens skärm
screen-desk = Lånestationens skärm
screen-chute = Luckans skärm
screen-window = Eget fönster
screen-large = Större
screen-small = Mindre
screen-live = Den riktiga skärmen

# Klockan
clock-set = Ställ klockan:
clock-title = Låtsasklockan
clock-hours = Besök en annan timme
clock-day = Dag
clock-time = Klockslag
clock-faster = Tiden går 60 gånger fortare
clock-plain = Tiden går som vanligt
clock-hint-morning = före öppning
clock-hint-staffed = bemannat
clock-hint-evening = meröppet
clock-hint-last = snart stängt
clock-hint-night = natt

# Prova så här
try = Prova så här
try-enter = Håll fram Ainos kort, slå 2468
try-borrow = Lägg böcker på plattan och tryck Klar
try-return = Lämna en bok i luckan ute
try-offline = Dra ur nätet och lämna en bok till
try-recover = Sätt i nätet och se journalen tömmas
try-done = Provat
try-next = Nästa

# Läget nu
now = Läget nu
now-opening = Öppet
now-lock = Lås
now-contact = Dörrkontakt
now-light = Läsarens ljus
now-flap = Luckans klaff
now-bin = Låda { $bin }
now-inside = Inne
now-network = Nät till navet
now-journal = Journal, ej skickat
now-paper = Kvittopapper
lock-secured = låst
lock-released = upplåst { $seconds } s
lock-unknown = okänt
lock-jammed = kärvar
contact-open = öppen
contact-closed = stängd
light-ready = redo
light-go = grönt
light-no = nej
light-dark = släckt
light-unknown = okänt
flap-open = öppen
flap-closed = stängd
flap-jammed = fastnat
percent = { $level } %
inside = { $count ->
    [0] ingen
   *[other] { $count }
}
inside-pill = { $count ->
    [0] ingen inne
   *[other] { $count } inne
}
network-ms = { $ms } ms
network-silent = inget svar
network-cut = urdraget
network-ready = svarar
rows = { $count ->
    [one] 1 rad
   *[other] { $count } rader
}
paper-ok = finns
paper-near-end = snart slut
paper-out = slut
opening-staffed = bemannat
opening-clearing = meröppet börjar
opening-self-service = meröppet
opening-last-call-15 = stänger snart
opening-last-call-5 = stänger strax
opening-closing = stänger
opening-closed = stängt
opening-unknown = okänt
until = till { $time }
opens = öppnar { $time }

# Platser i bilden
spot-network = Nät
spot-exit = Ut
spot-counter = Personräknare
spot-sign = Skylt
spot-fire = Brandlarm
spot-door = Dörr
spot-door-reader = Läsare
spot-chute = Lucka
spot-bins = Lådor
spot-pad = Lånestation
spot-desk-reader = Kortläsare
spot-printer = Skrivare
state-exit = fritt
state-exit-stuck = sitter fast, fritt
state-beam-blocked = skymd
state-fire-on = ljuder
state-fire-off = tyst
state-unplugged = urdragen
state-books = { $count ->
    [0] tom platta
    [one] 1 bok
   *[other] { $count } böcker
}
state-printing = skriver
state-paper-ok = redo
state-paper-near-end = snart slut
state-paper-out = inget papper
state-reader-ready = redo
sign-library = Bibliotek
sign-staffed = Bemannat
sign-clearing = Anmäl dig
sign-self-service = Meröppet
sign-last-call-15 = Stänger snart
sign-last-call-5 = Stänger strax
sign-closing = Stänger
sign-closed = Stängt
sign-unknown = Välkommen
sign-evacuate = Utrym

# Vad man kan göra
do-pull = Dra i dörren och gå in
do-hold-open = Håll upp dörren
do-close = Stäng dörren
do-slip-in = Någon smiter in bakom
do-jam-bolt = Kläm fast kolven
do-unjam-bolt = Lossa kolven
do-walk-out = Gå ut
do-exit = Tryck på utknappen
do-stick = Tejpa fast utknappen
do-unstick = Lossa utknappen
do-block = Häng något i strålen
do-unblock = Ta bort det ur strålen
do-hold = Håll { $owner } kort här
do-hold-unknown = Håll det okända kortet här
do-put-pad = Lägg { $name } på plattan
do-drop = Stoppa { $name } i luckan
do-take = Ta tillbaka { $name }
do-plug-in = Sätt i { $device }
do-plug-out = Dra ur { $device }
do-jam = Kläm klaffen
do-unjam = Lossa klaffen
do-fire = Larma
do-silence = Tysta larmet
do-key = Vrid om servicenyckeln
do-cut = Dra ur nätet
do-restore = Sätt i nätet
do-paper-ok = Nytt papper
do-paper-near-end = Nästan slut
do-paper-out = Ta pappret
do-screen = Visa skärmen här bredvid
do-window = Öppna skärmen i eget fönster
bin-level = Låda { $bin }, nivå
bin-line = { $books ->
    [0] tom
    [one] 1 bok
   *[other] { $books } böcker
}
hint-reader = Ta ett kort ur fickan, eller välj här.
hint-pad = Ta en bok ur väskan och lägg den här.
hint-chute = Ta en bok ur väskan och stoppa in den här.
hint-exit = Ut kommer man alltid, utan kort och utan nät.
hint-key = Efter larmet släpps ingen in förrän någon har tittat och vridit om nyckeln.
hint-counter = Så många räknaren har sett gå in men inte ut.
remark-locked = Låst
remark-unplugged = Urdragen

device-door-card-reader = dörrens kortläsare
device-door-board = dörrens styrkort
device-desk-card-reader = lånestationens kortläsare
device-desk-pad = plattan
device-desk-printer = skrivaren
device-chute-reader = luckans läsare
device-chute-board = luckans styrkort
device-premises-board = lokalens styrkort

# Kodknappar
pin-title = Slå koden
pin-erase = Sudda
pin-mine = Slå { $owner } kod
pin-digits = { $count } av 4 siffror

# Fickan
pocket = Kort i fickan
pocket-holding = Håll kortet mot en läsare i bilden
card-unnamed = Okänt
card-from = { $member }, { $age } år
card-note-no-agreement = utan avtal
card-note-blocked = spärrat
card-note-unknown = inte vårt kort

# Väskan
bag = Böcker i väskan
bag-holding = Lägg på plattan eller i luckan
note-plain = {""}
note-set = { $parts } delar
note-reserved = reserverad
note-other-owner = från { $owner }
note-unknown-item = okänd bok
note-no-tag = utan tagg
note-thick = tjock, fastnar
place-bag = i väskan
place-pad = på plattan
place-mouth = i luckans mun
place-tunnel = på bandet
place-bin = i låda { $bin }
tag-secured = larmad
tag-on-loan = utlånad
tag-none = ingen tagg

# Fel
faults = Hitta på fel
fault-network = Dra nätet
fault-network-back = Sätt i nätet
fault-paper = Ta pappret
fault-paper-back = Nytt papper
fault-bin = Fyll låda
fault-bin-back = Töm låda
fault-fire = Brandlarm
fault-fire-back = Tysta larmet
fault-jam = Kläm luckan
fault-jam-back = Lossa luckan
fault-alarm = Lås inbrottslarmet
fault-alarm-back = Lossa inbrottslarmet
fault-cords = Sladdar
fault-cords-out = { $count ->
    [one] 1 urdragen
   *[other] { $count } urdragna
}
cords-title = Sladdarna i filialen

# Kvittot
receipt = Kvitto
receipt-none = Inget kvitto än

# Bandet
tape = Meddelanden mellan kiosk och nav
lane-door = Dörr
lane-desk = Lånestation
lane-chute = Lucka
lane-kiosk = Kiosken
tape-empty = Inget har sagts än
tape-ask = ask { $what }
tape-unanswered = ask { $what } · inget svar
tape-yes = answer ja · { $ms } ms
tape-no = answer nej · { $ms } ms
tape-answer = answer { $what }
tape-event = event { $rows } { $what }
tape-ack = ack { $rows }
tape-config = config
tape-state = state { $what }
event-started = startad
event-visit = besök
event-entry-refused = ej insläppt
event-door = dörr
event-fire = brandlarm
event-door-trouble = dörrfel
event-counted = räknat
event-tail-gate = medföljare
event-checkout = lånad
event-checkout-undone = lån ångrat
event-checkout-refused = lån nekat
event-checkin = bok inne
event-given-back = gavs tillbaka
event-bin = låda
event-device = enhet
event-paper = papper
hub-answers = Navet svarar
hub-silent = Navet svarar inte
hub-cut = Nätet är urdraget
hub-last = Senaste svar { $ms } ms
hub-never = Inget svar än
hub-queue = { $count ->
    [0] Inget i kö
    [one] 1 rad i kö
   *[other] { $count } rader i kö
}
hub-private = Inget namn syns här
