/** Ceremonial, historic and former postal counties of the United Kingdom, with the usual short forms. Post does not need them. */
const COUNTIES: ReadonlySet<string> = new Set(
  `avon bedfordshire beds berkshire berks buckinghamshire bucks cambridgeshire cambs cheshire cleveland cornwall cumberland
cumbria derbyshire devon dorset durham county_durham co_durham east_sussex west_sussex sussex east_yorkshire east_riding_of_yorkshire
north_yorkshire south_yorkshire west_yorkshire yorkshire north_humberside south_humberside humberside essex gloucestershire glos
greater_london greater_manchester hampshire hants herefordshire hertfordshire herts huntingdonshire isle_of_wight kent lancashire lancs
leicestershire leics lincolnshire lincs merseyside middlesex middx norfolk northamptonshire northants northumberland
nottinghamshire notts oxfordshire oxon rutland shropshire salop somerset staffordshire staffs suffolk surrey tyne_and_wear
warwickshire west_midlands westmorland wiltshire wilts worcestershire worcs
anglesey brecknockshire breconshire caernarfonshire cardiganshire carmarthenshire ceredigion clwyd conwy denbighshire dyfed
flintshire glamorgan mid_glamorgan south_glamorgan west_glamorgan vale_of_glamorgan gwent gwynedd merionethshire monmouthshire
montgomeryshire pembrokeshire powys radnorshire rhondda_cynon_taff
aberdeenshire angus argyll argyllshire argyll_and_bute ayrshire banffshire berwickshire caithness clackmannanshire dumfriesshire
dumfries_and_galloway dunbartonshire east_lothian midlothian west_lothian fife highland inverness-shire kincardineshire
kinross-shire kirkcudbrightshire lanarkshire north_lanarkshire south_lanarkshire moray morayshire nairnshire orkney peeblesshire
perthshire perth_and_kinross renfrewshire ross-shire ross_and_cromarty roxburghshire scottish_borders selkirkshire shetland
stirlingshire sutherland wigtownshire
antrim county_antrim co_antrim armagh county_armagh co_armagh down county_down co_down fermanagh county_fermanagh co_fermanagh
londonderry county_londonderry co_londonderry tyrone county_tyrone co_tyrone`
    .split(/\s+/)
    .map((name) => name.replace(/_/g, ' ')),
)

/** Whether a piece of an address is a county. Town names that are counties too (Durham) count as county only where more is known. */
export const isCounty = (text: string): boolean =>
  COUNTIES.has(
    text
      .toLowerCase()
      .replace(/\./g, '')
      .replace(/\s*&\s*/g, ' and ')
      .trim(),
  )
