import type { Page } from '../model/page.ts'
import type { Reading } from '../source.ts'
import { reading, unknown } from './reading.ts'
import { all, type Node, text } from './tree.ts'

/** How pages head the news that there is nothing at their address, though the server answered 200. */
const GONE =
  /\b(?:404|410)\b.{0,30}(?:error|not found|fout|erreur)|(?:error|fout|erreur) (?:404|410)\b|page (?:can.?t be |cannot be |could not be |was |is )?not found|couldn.t find (?:the|that|this) page|pagina (?:is )?(?:niet gevonden|bestaat niet)|page (?:est )?(?:introuvable|non trouv\u00e9e|n.existe)|no longer (?:listed|available|active|live|exists|trading)|(?:has|have) (?:been removed|expired|ended)|niet (?:meer|langer) (?:beschikbaar|actief|vermeld|te vinden)|bestaat niet(?: meer)?|(?:advertentie|bedrijf) (?:is )?(?:niet gevonden|verwijderd|verlopen)|n.est plus (?:disponible|active|r\u00e9pertori\u00e9e?)|n.existe (?:pas|plus)|a \u00e9t\u00e9 supprim\u00e9e?|(?:annonce|entreprise) introuvable/i

/** Whether a page says, in its title or a heading, that what was asked for is not there, or is there no longer. */
export const saysGone = (tree: Node): boolean =>
  all(tree, 'title, h1, h2')
    .slice(0, MOST_HEADINGS)
    .some((heading) => GONE.test((text(heading) ?? '').slice(0, LONGEST_HEADING)))

/** Of a page with very many or very long headings only the beginning is looked at. */
const MOST_HEADINGS = 10
const LONGEST_HEADING = 1000

/** A page of one business that shows none: `empty` when it says that the business is gone, else not understood. */
export const goneOr = (why: string, tree: Node, page: Page): Reading =>
  saysGone(tree) ? reading('empty', { cards: 0, total: 0 }) : unknown(why, page)
