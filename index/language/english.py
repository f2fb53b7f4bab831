"""English: irregular forms to their base, then the Snowball stemmer (Porter 2001)."""

from functools import lru_cache

import Stemmer

# Irregular verbs and nouns whose forms no suffix rule joins: "base: forms".
_IRREGULAR = {
    form: base
    for base, forms in (
        line.split(": ")
        for line in """be: was were been being
become: became
begin: began begun
break: broke broken
bring: brought
build: built
buy: bought
catch: caught
choose: chose chosen
come: came
cut: cutting
deal: dealt
do: did done
draw: drew drawn
drink: drank drunk
drive: drove driven
eat: ate eaten
fall: fell fallen
feel: felt
fight: fought
find: found
fly: flew flown
forget: forgot forgotten
freeze: froze frozen
get: got gotten
give: gave given
go: went gone
grow: grew grown
hear: heard
hide: hid hidden
hold: held
keep: kept
know: knew known
lead: led
leave: left
lend: lent
lose: lost
make: made
mean: meant
meet: met
pay: paid
ride: rode ridden
rise: rose risen
run: ran running
say: said
see: saw seen
seek: sought
sell: sold
send: sent
shoot: shot
sing: sang sung
sink: sank sunk
sit: sat
sleep: slept
speak: spoke spoken
spend: spent
stand: stood
steal: stole stolen
strike: struck
swim: swam swum
take: took taken
teach: taught
tell: told
think: thought
throw: threw thrown
understand: understood
wear: wore worn
win: won winning
write: wrote written
child: children
man: men
woman: women
person: people
foot: feet
tooth: teeth
mouse: mice
life: lives
wife: wives
leaf: leaves
half: halves""".splitlines()
    )
    for form in forms.split()
}


def base_form(word: str) -> str:
    """Return the base of an irregular form; any other word comes back as it is."""
    return _IRREGULAR.get(word, word)


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the stem of one lower-case word."""
    return str(_snowball().stemWord(base_form(word)))


@lru_cache(maxsize=1)
def _snowball() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")
