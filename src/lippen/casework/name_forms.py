"""Forms of given names that do not sound alike: short, Gaelic, Scots and English ones of the same name.

Each row is a name with its forms; any two names of a row may be one person's, and a name may stand in several rows
(Sandy is Alexander and Alexandra). Written by hand from common knowledge of names in Scotland; a form that is missing
costs a search, so more rows may be added at any time: nothing that is stored depends on them.
"""

from __future__ import annotations

from collections import defaultdict

ROWS = """
abigail abbie abby gail
agnes aggie nessie senga una
alexander alasdair alastair alistair alister alec alex ally eck lex sandy xander
alexandra alex alexandrina lexie lexi sandra sandy
andrew andra anndra aindreas andy dand drew
angus aonghas gus
anne ann anna annag annie nan nancy nina
anthony antony tony
archibald archie baldie gilleasbuig
barbara babs barabal
beatrice bea beattie beitiris
benjamin ben benny
bridget biddy bride bridie brighde
cameron cam camshron
catherine cat caitlin caitriona cath cathy catriona ceit ceitidh kate katherine kathleen kathryn katie katrina kay kitty
cecilia cicely cissie sheila sile sileas
charles charlie chas chay tearlach
charlotte charlie lottie
christina cairistiona chrissie christine ciorstaidh kirsten kirsteen kirstie kirsty tina
christopher chris crisdean kester kit
colin cailean
daniel dan danny
david daibhidh dave davie davy
deborah debbie debs
donald dol domhnall don donnie donny
donaldina dolina dolly ina
dorothy diorbhail dolly dot dottie
duncan donnchadh dunc
edward ed eddie eideard ned ted teddy
eleanor eilionoir ella ellie nell nora
elizabeth bess bessie beth betty ealasaid eliza elsie elspet elspeth libby lisa liz lizzie
euphemia effie eubh oighrig phemie
ewan eoghan eoghann euan ewen owen
fergus fearghas
finlay findlay fin fionnlagh
flora flo floraidh fionnghal
frances fran frangag frankie
francis frang francie frank frankie
fraser friseal
george deorsa dod doddie geordie seoras
georgina dodie georgie ina
gillian gill jill
grace giorsal grizel
gregor greg gregory griogair
hector eachann
helen eilidh ella ellen helena lena nell nellie
henry eanraig hal harry
henrietta etta harriet hetty
hugh aodh hughie shug shuggie uisdean
isabel bella beileag ella ib isa isabella iseabail ishbel isobel izzy tibbie
ivor iomhar
jacqueline jackie
james hamish jamie jim jimmy seamus seumas
jamesina ina zina
jane janie jean jeanie jeannie jenny jessie sheena sine
janet jan jen jenny jess jessie netta seonaid shona
jennifer jen jenna jenny
joan joanie seonag shona
john eoin iain ian jack jock johnny jon sean seonaidh shaun
joseph eosaph iosaph joe joey
josephine jo josie
joshua josh
julia jules sileas
kenneth coinneach ken kenny
lachlan lachie lachlann lauchie
laurence labhrann larry laurie lawrence
lilian lil lileas lily
louise lou louisa
lucy liusaidh
magnus manus
malcolm calum callum mal
margaret daisy greta madge maggie mags mairead maighread maisie meg megan peggy peigi rita
marjory marjorie marsaili mysie
martin martainn marty
mary mairi mhairi maire marie may moira molly polly
matthew mata matt matty
michael micheal micheil mick mike mikey
murdo murchadh murdie murdoch
neil niall
nicholas neacal nick nicky
nicola nicky
norman norrie tormod
patricia pat patsy tricia trish
patrick paddy padraig pat
paul pol
peter peadar pete
rachel rae raonaid raonaild
rebecca becca beck becky
robert bob bobby rab rabbie raibeart rob robbie
roderick rod roddy rory ruairidh ruaraidh
ronald raghnall ranald ron ronnie
samantha sam
samuel sam sammy somhairle sorley
sarah mor morag sadie sally sara
simon sim
stephen steaphan steve steven stevie
susan siusaidh siusan sue susanna susie
theresa teresa terry tess
thomas tam tammy tom tomas tommy
torquil torcuil
victoria tori vicky
wilhelmina ina mina minnie williamina wilma
william bill billy liam uilleam will willie wullie
"""


def _both_ways(rows: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in map(str.split, rows.strip().splitlines()):
        for name in row:
            found[name].update(row)
    return {name: frozenset(forms - {name}) for name, forms in found.items()}


FORMS = _both_ways(ROWS)


def forms_of(folded_name: str) -> frozenset[str]:
    """Other forms of a given name, small and without accents, as the name itself is given."""
    return FORMS.get(folded_name, frozenset())
