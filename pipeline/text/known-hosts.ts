/** Registrable domains that are not a business's own website, by what they are. Written by hand; add what turns up shared. */
const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** Pages that a business has on a social network or in a chat. */
export const SOCIAL: ReadonlySet<string> = words(`
  facebook.com fb.com fb.me fb.watch messenger.com instagram.com twitter.com x.com t.co linkedin.com lnkd.in youtube.com
  youtu.be tiktok.com pinterest.com pinterest.co.uk pinterest.fr snapchat.com threads.net threads.com whatsapp.com wa.me
  t.me telegram.me telegram.org tumblr.com vimeo.com flickr.com bsky.app mastodon.social reddit.com medium.com
  nextdoor.com nextdoor.co.uk nextdoor.nl houzz.com houzz.co.uk houzz.fr behance.net dribbble.com soundcloud.com
  spotify.com twitch.tv strava.com
`)

/** Directories, marketplaces, booking and review sites: the page there speaks of the business, but is not theirs. */
export const DIRECTORY: ReadonlySet<string> = words(`
  yell.com thomsonlocal.com scoot.co.uk freeindex.co.uk 192.com cylex-uk.co.uk cylex.nl cylex-belgie.be cylex-belgique.be
  hotfrog.co.uk hotfrog.nl hotfrog.be brownbook.net touchlocal.com thebestof.co.uk fyple.co.uk misterwhat.co.uk bizify.co.uk
  opendi.co.uk opendi.nl opendi.be tuugo.co.uk tuugo.nl tuugo.be yelp.com yelp.co.uk yelp.nl yelp.be yelp.fr
  checkatrade.com trustatrader.com mybuilder.com ratedpeople.com bark.com myjobquote.co.uk buildersregister.co.uk
  trustpilot.com feefo.com reviews.co.uk reviews.io gumtree.com preloved.co.uk freeads.co.uk vivastreet.co.uk
  goudengids.nl goudengids.be pagesdor.be detelefoongids.nl telefoonboek.nl infobel.com infobel.be 1207.be 1307.be
  wittegids.be openingstijden.nl openingstijden.com openingsuren.vlaanderen openingsuren.com openingsuren.be heures.be
  drimble.nl oozo.nl bedrijvenpagina.nl bedrijvengids.nl bedrijven.nl nationalebedrijvengids.nl startpagina.nl
  werkspot.nl trustoo.nl homedeal.nl klantenvertellen.nl kiyoh.com zoofy.nl solvari.nl solvari.be ringtwice.be listminut.be
  trustup.be marktplaats.nl 2dehands.be 2ememain.be 2ehands.nl bobex.be bobex.nl handelsgids.be companyweb.be trendstop.be
  telefoonboek.be misterwhat.be misterwhat.nl europages.com europages.co.uk europages.nl europages.fr kompass.com
  tripadvisor.com tripadvisor.co.uk tripadvisor.nl tripadvisor.be tripadvisor.fr opentable.com opentable.co.uk opentable.nl
  thefork.com thefork.co.uk thefork.nl thefork.be iens.nl eet.nu couverts.nl resto.be restaurantguru.com zomato.com foursquare.com
  deliveroo.co.uk deliveroo.be deliveroo.fr just-eat.co.uk thuisbezorgd.nl takeaway.com ubereats.com foodhub.co.uk
  booking.com expedia.com expedia.co.uk expedia.nl airbnb.com airbnb.co.uk airbnb.nl airbnb.be hotels.com agoda.com trivago.com
  treatwell.co.uk treatwell.nl treatwell.be treatwell.fr fresha.com booksy.com salonkee.be planity.com vagaro.com styleseat.com
  zorgkaartnederland.nl doctoranytime.be doctena.be doctolib.fr doctify.com whatclinic.com independer.nl
  rightmove.co.uk zoopla.co.uk onthemarket.com funda.nl pararius.nl immoweb.be zimmo.be immovlan.be
  autotrader.co.uk autoscout24.nl autoscout24.be autotrack.nl gaspedaal.nl autoweek.nl motors.co.uk
  amazon.com amazon.co.uk amazon.nl amazon.com.be ebay.com ebay.co.uk ebay.nl ebay.be etsy.com bol.com
  indeed.com indeed.co.uk reed.co.uk wikipedia.org wikidata.org openstreetmap.org mapquest.com waze.com bing.com
  companieshouse.gov.uk gov.uk nhs.uk kvk.nl fgov.be belgium.be
`)

/** Search engines and maps: their pages are results. Google's own businesses aside, nobody's website is here. */
export const SEARCH: ReadonlySet<string> = words(`
  google.com google.co.uk google.nl google.be google.fr goo.gl g.page g.co maps.app.goo.gl business.site bing.com
  yahoo.com duckduckgo.com apple.com qwant.com ecosia.org
`)

/** Link shorteners and link-in-bio pages: what stands behind them is not known without asking. */
export const SHORTENER: ReadonlySet<string> = words(`
  bit.ly tinyurl.com ow.ly buff.ly rebrand.ly cutt.ly is.gd s.id shorturl.at rb.gy linktr.ee linkin.bio beacons.ai lnk.bio
  campsite.bio bio.site taplink.cc linkpop.com solo.to allmylinks.com msha.ke hoo.be milkshake.app
`)

/**
 * Hosts where many businesses have a site of their own below one registrable domain, beyond those of the
 * public suffix list: the site is theirs, and its domain is the whole host.
 */
export const TENANTS: ReadonlySet<string> = words(`
  business.site wixsite.com weebly.com squarespace.com webnode.com webnode.nl webnode.be webnode.fr webnode.co.uk jimdo.com
  jimdofree.com jimdosite.com wordpress.com blogspot.com blogspot.co.uk blogspot.nl blogspot.be e-monsite.com yolasite.com
  strikingly.com mystrikingly.com carrd.co godaddysites.com site123.me ueniweb.com one.com websitebuilder.co.uk
  jouwweb.nl webshop.nl mijnwinkel.nl mijndomein.nl myshopify.com shopify.com square.site ecwid.com hubspot.com
  netlify.app vercel.app github.io pages.dev web.app firebaseapp.com herokuapp.com onlinepizza.nl sitew.be sitew.com
  canalblog.com over-blog.com skyrock.com simdif.com hpage.com example.com example.org example.net
`)

/** Hosts where only the path tells whose site it is: a site of their own, without a domain of its own. */
export const PATH_TENANTS: ReadonlySet<string> = words('sites.google.com')
