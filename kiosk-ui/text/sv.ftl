### Varje ord på skärmarna. Säg vad man ska göra först; högst tolv ord i en mening.

-term-card = { $form ->
   *[bare] lånekort
    [the] lånekortet
    [your] ditt lånekort
}
-term-pin = { $form ->
   *[bare] pinkod
    [the] pinkoden
    [your] din pinkod
}
-term-self-service = Meröppet

## Överallt

bar = Alltid här
language = Språk
language-choose = Välj språk
language-name = Svenska
ease = Lättare att läsa
ease-until = Det gäller tills du avslutar.
ease-larger = Större text
ease-contrast = Tydligare färger
help = Hjälp
finish = Avsluta
back = Tillbaka
cancel = Avbryt
done = Klar
ok = OK
erase = Sudda
try-again = Prova igen
thanks = Tack!
moment = Ett ögonblick
moment-starting = Skärmen är snart här.
book = En bok
page-next = Nästa sida
page-of = { $page } av { $pages }
offline = Vi når inte bibliotekets system just nu. Du kan ändå lämna tillbaka.
offline-lends = Vi når inte bibliotekets system just nu. Du kan ändå låna.
no-answer = Vi når inte bibliotekets system just nu.
no-answer-do = Vänta en stund och prova igen.
broken = Något gick fel hos oss
broken-wait = Skärmen startar om av sig själv. Vänta en kort stund.

## Öppettider

mode-staffed = { $time ->
    [none] Vi är här
   *[other] Vi är här till { $time }
}
mode-self-service = { $time ->
    [none] { -term-self-service }
   *[other] { -term-self-service } till { $time }
}
mode-last-call = { $time ->
    [none] Stänger snart
   *[other] Stänger klockan { $time }
}
mode-clearing = { -term-self-service } börjar
mode-closing = Vi stänger nu
mode-closed = Stängt
mode-unknown = Öppettiden saknas
opens = { $when ->
    [today] Vi öppnar klockan { $time }
    [tomorrow] Vi öppnar i morgon klockan { $time }
   *[later] Vi öppnar { $weekday } klockan { $time }
}
closing = { $minutes ->
    [15] Vi stänger om 15 minuter. Låna det du vill ha med dig.
   *[other] Vi stänger om { $minutes } minuter. Avsluta och gå mot utgången.
}
closing-now = Vi stänger om 1 minut
closing-now-go = Gå ut nu. Sedan slås larmet på.

## Dörren

door-staffed = Öppet
door-staffed-until = vi är här till { $time }
door-self-service = { -term-self-service }
door-self-service-until = till klockan { $time }
door-last-call = stänger klockan { $time }
door-clearing = Anmäl dig
door-clearing-until = öppet till { $time }
door-closing = Vi stänger
door-closed = Stängt
door-unknown = Hej!
door-tap = Håll { -term-card(form: "the") } mot läsaren för att komma in
door-tap-clearing = Är du kvar inne? Håll { -term-card(form: "the") } mot läsaren. Dörren öppnar med kort om en stund.
door-chute-open = Lämna böcker i luckan. Den är alltid öppen.
door-open = Dörren är öppen
door-welcome = Välkommen in!
door-open-left = { $seconds ->
    [one] Öppen i 1 sekund till
   *[other] Öppen i { $seconds } sekunder till
}
door-present = Tack, du är anmäld
door-present-do = Du kan vara kvar. Dörren öppnar inifrån som vanligt.
door-refused = Kortet går inte att använda just nu. Kontakta biblioteket.
door-offline = Dörren öppnar inte med kort just nu. Prova igen om en stund.
door-reader-lost = Läsaren fungerar inte just nu. Ring oss om du vill in.
door-close = Stäng dörren
door-close-soon = Tack! Då är det varmt och tryggt här inne.
door-close-why = Tack! Den har stått öppen länge.
door-after-fire = Brandlarmet har gått. Ring oss om du vill in.
way-call = Ring så hjälper vi dig
way-come = Kom när vi är här
way-come-why = Då hjälper vi dig med kortet
way-chute = Lämna böcker i luckan
way-chute-open = Den är alltid öppen

## Pinkod

pin = Skriv { -term-pin(form: "your") }
pin-lead = Tryck sedan på OK.
pin-typed = { $count ->
    [one] 1 siffra skriven
   *[other] { $count } siffror skrivna
}
pin-wrong = { $tries ->
    [unknown] Fel { -term-pin }. Prova igen.
    [one] Fel { -term-pin }. Du har 1 försök kvar.
   *[other] Fel { -term-pin }. Du har { $tries } försök kvar.
}
pin-forgot = Glömt koden?
pin-forgot-do = Ring { $phone } så får du en ny.
pin-locked = Vänta en kvart och prova igen
pin-locked-why = Fel { -term-pin } för många gånger
pin-locked-do = Har du glömt koden? Ring { $phone } så får du en ny.

## Bänken: börja

welcome = Välkommen
idle-lead = Här kan du låna och lämna tillbaka.
idle-clearing = Vi går hem nu
idle-clearing-do = Stannar du? Tryck här och håll { -term-card(form: "the") } mot läsaren.
idle-closing = Vi stänger nu
idle-closed = Biblioteket är stängt
idle-start = Tryck för att börja
home = Vad vill du göra?
home-hello = Hej { $name }
task-borrow = Låna
task-return = Lämna tillbaka
task-renew = Låna om
task-holds = Hämta reservation
task-account = Mina lån
task-help = Få hjälp
task-not-now = Går inte just nu

## Bänken: kort

card-hold = Håll { -term-card(form: "your") } mot läsaren
card-hold-lead = Du kan också visa kortet i mobilen.
card-unknown = Vi känner inte igen kortet
card-unknown-do = Prova igen, eller skriv kortnumret.
card-blocked = Kortet går inte att använda just nu
card-blocked-do = Ring { $phone } så hjälper vi dig.
card-reader-lost = Läsaren fungerar inte just nu
card-reader-lost-do = Numret står på kortets baksida.
card-type = Skriv ditt kortnummer
card-type-lead = Numret står på kortets baksida.
card-type-key = Skriv kortnumret

## Bänken: låna och lämna

pad = Lägg böckerna på plattan
pad-lost = Plattan fungerar inte just nu
pad-wait = Vänta en stund, den startar om
pad-lost-borrow = Det du redan har lånat är ditt.
pad-lost-return = Lägg böckerna i luckan vid dörren så länge.
borrow-lead = Lägg gärna flera på en gång.
borrow-count = { $lent ->
    [0] Inget är lånat än.
    [one] Du har lånat 1 sak.
   *[other] Du har lånat { $lent } saker.
} { $needs ->
    [0] { "" }
    [one] 1 sak behöver dig.
   *[other] { $needs } saker behöver dig.
}
return-lead = Du behöver inget kort.
return-count = { $count ->
    [0] Inget är lämnat än.
    [one] 1 sak är tillbaka.
   *[other] { $count } saker är tillbaka.
}
reading = Vänta. Vi läser böckerna.
row-reading = Vi läser boken
row-lent = Lånad till { $date }
row-lent-later = { $date ->
    [none] Lånad. Den syns bland dina lån senare i dag.
   *[other] Lånad till { $date }. Den syns senare i dag.
}
row-incomplete = { $have } av { $total } delar. Lägg dit resten också.
row-put-back = Lägg tillbaka boken på plattan
row-lift-again = Lyft boken och lägg den på plattan igen
row-unknown = Vi känner inte igen den. Lägg den på hyllan bredvid.
row-reserved = Någon annan väntar på den. Lägg den på hyllan bredvid.
row-on-loan = Någon annan har lånat den. Lämna tillbaka den åt dem.
row-yours = { $date ->
    [none] Du har redan lånat den
   *[other] Du har redan lånat den till { $date }
}
row-not-for-loan = Den går inte att låna hem. Lägg den på hyllan bredvid.
row-loan-limit = Du kan inte låna fler. Lämna tillbaka något först.
row-foreign = Den är inte från våra bibliotek. Ta med den igen.
row-returned = { $to ->
    [hold-shelf] Tack! Någon väntar på den. Lägg den på reservationshyllan.
    [box] Tack! Lägg den i lådan till { $branch }.
   *[shelf] Tack! Lägg den på vagnen bredvid.
}
row-returned-later = Tack! Lägg den på vagnen. Det syns senare i dag.

## Bänken: mina lån

account-count = { $loans ->
    [0] Inga lån
    [one] 1 lån
   *[other] { $loans } lån
}{ $holds ->
    [0] { "." }
    [one] {" "}och 1 reservation.
   *[other] {" "}och { $holds } reservationer.
}
loan-due = Lånad till { $date }
loan-fixed = Lånad till { $date }. Den går inte att låna om.
renewed = Omlånad till { $date }
renew-reserved = Går inte att låna om. Någon väntar. Lämna senast { $date }.
renew-limit = Går inte att låna om fler gånger. Lämna senast { $date }.
renew-no-answer = Det gick inte just nu. Prova igen om en stund.
renew-all = Låna om alla
renew-count = { $loans ->
    [0] Du har inga lån.
   *[other] { $open } av { $loans } lån går att låna om.
}
holds-ready = { $ready ->
    [one] 1 bok väntar på dig
   *[other] { $ready } böcker väntar på dig
}
holds-ready-do = Hämta på hyllan och låna sedan här.
holds-none = Du har inget att hämta här
hold-line = { $state ->
    [ready] { $shelf ->
        [none] Klar att hämta på { $pickup }
       *[other] Klar att hämta på hylla { $shelf }
    }
    [in-transit] På väg till { $pickup }
   *[queued] Du står i kö. Vi hör av oss.
}

## Bänken: avsluta

receipt = Vill du ha kvitto?
done-title = Då är du klar
finish-count = { $lent ->
    [0] { "" }
    [one] 1 lånad.{" "}
   *[other] { $lent } lånade.{" "}
}{ $back ->
    [0] { "" }
    [one] 1 tillbaka.{" "}
   *[other] { $back } tillbaka.{" "}
}{ $again ->
    [0] { "" }
    [one] 1 omlånad.
   *[other] { $again } omlånade.
}
receipt-print = Skriv ut
receipt-none = Inget kvitto
receipt-left = { $seconds ->
    [one] Inget kvitto om 1 sekund
   *[other] Inget kvitto om { $seconds } sekunder
}
paper-out = Papperet är slut
printer-lost = Skrivaren fungerar inte just nu
thanks-receipt = Ta ditt kvitto. Välkommen tillbaka!
thanks-welcome = Välkommen tillbaka!
timeout = Är du kvar?
timeout-left = { $seconds ->
    [one] Vi avslutar om 1 sekund
   *[other] Vi avslutar om { $seconds } sekunder
}
timeout-stay = Ja, jag behöver mer tid

## Hjälp

help-how = Så får du hjälp
help-call = Ring { $phone }
help-call-why = Vi hjälper dig i telefon.
help-danger = Är det fara för liv? Ring { $emergency }
help-danger-why = Ring dit först. Sedan till oss.
help-shelf = Krånglar en bok?
help-shelf-why = Lägg den på hyllan bredvid. Vi tar hand om den.
help-out = Dörren går alltid att öppna inifrån
help-out-why = Tryck ner handtaget. Du behöver inget kort.
out-of-order = Maskinen vilar just nu
out-of-order-still = Det här fungerar ändå:

## Luckan

chute-always = Luckan är alltid öppen
chute-ready = Lägg en bok i taget i luckan
chute-no-card = Du behöver inget kort.
chute-reading = Vi läser boken.
chute-open = Skjut in boken
chute-thanks = Tack! { $title } är tillbaka.
chute-back = { $title } är tillbaka.
chute-next = Lägg nästa bok i luckan.
chute-later = Det syns bland dina lån senare i dag.
chute-count = { $count ->
    [one] 1 bok tillbaka
   *[other] { $count } böcker tillbaka
}
back-take = Ta tillbaka den
back-no-tag = Luckan kan inte läsa den här
back-no-tag-do = Är det en biblioteksbok? Lämna den till oss när vi är här.
back-unknown = Vi känner inte igen boken
back-unknown-do = Lämna den till oss när vi är här.
back-incomplete = Det saknas en del: { $have } av { $total }
back-incomplete-do = Lägg alla delar tillsammans och prova igen.
back-several = En bok i taget
back-several-do = Ta ut dem och lägg i en bok först.
back-again = Vi hann inte läsa boken
back-again-do = Lägg i den en gång till.
back-foreign = Boken är inte från våra bibliotek
back-foreign-do = Lämna den där du lånade den.
chute-jam = Luckan har fastnat
chute-full = Luckan är full
chute-out-of-order = Luckan vilar just nu
chute-trolley = Lägg böckerna på vagnen
chute-trolley-we = Vi lämnar tillbaka dem åt dig.

## Brand

fire = Brandlarm
fire-finnish = Palohälytys
fire-out = Gå ut genom närmaste utgång nu
fire-lift = Använd inte hissen.
fire-stay-out = Gå inte in
fire-door = Alla går ut nu. Håll dörren fri.
fire-call = Ring
