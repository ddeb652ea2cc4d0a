/**
 * Words by which people and their machines speak to us, in the languages of our regions and German. Data for the
 * classifier; each list is tried on the mail's own words only, never on what it quotes.
 */

/** Subjects of automatic answers. */
export const AUTO_SUBJECT =
  /^\s*(?:(?:re|aw|antw|sv|fwd?)\s*:\s*)*(?:auto(?:matic|mated|matisch\w*|matique)?[ -]?(?:reply|response|antwoord|antwort|r[ée]ponse|mated reply)?\s*[:(-]|automati(?:c|sch\w*|que)[^:]{0,20}(?:reply|response|antwoord|antwort|bericht)|r[ée]ponse automatique|(?:i am |i'm )?(?:currently )?(?:out of (?:the )?office|out-of-office|ooo\b|away\b|on (?:annual |holiday|vacation|leave))|autorespon|auto-?reply|vacation\b|holiday\b|afwezig|niet aanwezig|buiten kantoor|vakantie|absen(?:t|ce)|abwesen|ferien|congés?\b|en vacances|en congé|(?:bedankt|thank you|merci) (?:voor|for|pour) (?:uw|je|your|votre) (?:bericht|e-?mail|mail|message|contact|email)|ticket\b|we (?:have )?received|ontvangstbevestiging|accusé de réception|\[?(?:case|ticket|request)[ #-]+\d)/i

/** Sentences of somebody who is away for a time. */
export const AWAY =
  /out of (?:the )?office|out-of-office|(?:on|annual|parental|maternity|sick) (?:leave|holiday|vacation)|on vacation|(?:currently|presently|temporarily) (?:away|out|absent|unavailable|closed)|closed (?:until|till|for|from|between|due)|re-?open(?:s|ing)?\b|(?:be|am|are|is|i'll be|will be) (?:away|absent|out of|back (?:on|in|at|from))|away from (?:my|the) (?:desk|office|e-?mail)|limited access to (?:my )?e-?mail|(?:when|upon|on|until) (?:i|my|we) ?(?:am|are|return|get back)|niet aanwezig|niet op kantoor|\bben er (?:even )?niet|\bweer (?:bereikbaar|aanwezig|open|terug)|verlof|afwezig|buiten (?:het )?kantoor|met (?:vakantie|verlof)|op vakantie|(?:ben|zijn) (?:ik|wij|we) (?:weer )?(?:terug|afwezig|gesloten)|gesloten (?:van|tot|wegens|t\/m)|absent[es]?\b|absence|en congés?|en vacances|hors du bureau|de retour (?:le|au)|fermée?s? (?:jusqu|du|pour|le temps)|réouverture|rouvr\w+|nicht im (?:büro|haus)|wieder (?:im|erreichbar|da|zurück)\b|abwesend|im urlaub|urlaub/i

const any = (...wordings: readonly RegExp[]): RegExp =>
  new RegExp(wordings.map((one) => one.source).join('|'), 'iu')

/** What people want to be gone from. */
const LIST =
  /(?:list|lists|mailing|database|records?|books?|files?|system|bestand|lijst|liste|fichiers?)\b/
    .source
/** What of theirs they want to be gone; old numbers and second shops are a correction, not a no. */
const OURS =
  /(?:data|details|information|records?|e-?mails?(?: ?address)?|mail ?address|name|business|company|firm|listing|contact\w*)\b/
    .source
/** Whom or what not to write to: without it, `do not write the name in capitals` would be a no. */
const US =
  /(?: to)? (?:me|us|this|here|again|any ?more|any|more|further|these|such|your|unsolicited)\b|\s*(?:[.!;]|$)/
    .source

/** A person asks us to stop. In doubt it is a no: a lost lead is the smaller harm. */
export const OPT_OUT = any(
  /\bun-?sub?s?cri(?:be|ption)|\bopt(?:ing)?[ -]?out/,
  /(?:remove|delete|erase) (?:me|us)\b|(?:please|kindly) (?:remove|delete|stop)\s*(?:[.!]|$)/,
  new RegExp(
    `(?:remove|delete|erase|take|get|strike) (?:me|us|my|our|this)\\b[^.!?\\n]{0,40}\\b(?:off|from|out of)\\b[^.!?\\n]{0,25}${LIST}`,
  ),
  /(?:take|get|strike) (?:me|us) off\b/,
  new RegExp(
    `(?:remove|delete|erase) (?:my|our|this)(?! (?:old|second|wrong|former|previous|outdated))(?: \\w+)? ${OURS}`,
  ),
  /(?:remove|delete|erase|destroy)[^.!?\n]{0,20}\b(?:data|information)\b[^.!?\n]{0,15}(?:you (?:hold|have|keep)|(?:about|on) (?:me|us))/,
  new RegExp(
    `(?:do not|don't|dont|never|stop) (?:ever )?(?:e-?mail|mail|contact|write|send|approach|bother|spam|message|call)(?:ing)?(?:${US})`,
  ),
  /no (?:more|further) (?:e-?mails?|mails?|messages?|contact|correspondence|communication)|cease (?:and desist|all|contact)|not (?:wish|want) to (?:be contacted|receive|hear)/,
  /\bobject(?:ion)? to (?:the |any |your )?(?:processing|use of|direct marketing|receiving)/,
  /(?:uit|af)(?:schrijv|meld)\w*|schrijf (?:me|mij|ons|u)[^.!?\n]{0,25}\buit\b|meld (?:me|mij|ons)[^.!?\n]{0,25}\baf\b/,
  /verwijder (?:me|mij|ons)\b|verwijder (?:mijn|onze|dit|deze)(?! (?:oude|tweede|verkeerde))(?: \w+)? ?(?:gegevens|e-?mail\w*|mail\w*|adres|naam|bedrijf|vermelding|contact\w*)|(?:me|mij|ons) (?:te )?verwijderen/,
  /(?:haal|halen) (?:me|mij|ons)[^.!?\n]{0,30}\b(?:af|uit)\b|(?:me|mij|ons) (?:van|uit)[^.!?\n]{0,30}(?:halen|verwijderen|schrappen)/,
  /geen (?:verdere |enkele )?(?:e-?mails?|mails?|berichten|post|reclame)[^.!?\n]{0,25}(?:meer|sturen|ontvangen)|niet (?:meer|langer)[^.!?\n]{0,25}(?:mailen|benader\w*|contact|ontvangen|schrijven|aanschrijven)|niets meer[^.!?\n]{0,25}(?:horen|ontvangen)/,
  /stop(?:pen)? met (?:mailen|sturen|benaderen)|\bgeen prijs op|prijs op (?:verdere )?(?:mail|contact)[^.!?\n]{0,20}geen|bezwaar tegen (?:de |het |dit |deze )?(?:verwerk|gebruik|ontvang|marketing)/,
  /d[ée]s[ -]?(?:inscri|abonn)\w*|\b(?:ne|n') ?(?:\w+ )?(?:plus|pas)[^.!?\n]{0,25}(?:contacter|écrire|recevoir|envoyer|solliciter)|oppos\w+ (?:au|à (?:ce|l[ea']|tout))[^.!?\n]{0,20}(?:traitement|utilisation|prospection|données)/,
  /(?:retire[rz]?|supprime[rz]?|enlève[rz]?|enlevez|efface[rz]?)[ -](?:moi|nous)\b|(?:retire[rz]?|supprime[rz]?|enlève[rz]?|enlevez|efface[rz]?) (?:mon|notre|mes|nos|cette)(?! (?:ancien|second|deuxième))(?: \w+)? ?(?:adresse|e-?mail|mail|nom|coordonnées|données|société|entreprise|fiche)/,
  /plus (?:aucun|de) (?:e-?mails?|mails?|messages?|courriels?|contact)|(?:arrêtez|cessez)(?: (?:de|d'|vos|ces|tout|svp)|\s*(?:[.!]|$))/,
  /\b(?:bitte )?(?:ab|aus)(?:zu)?(?:melden|tragen)|keine (?:weiteren )?(?:e-?mails?|mails?|werbung)/,
)

/** The whole answer is one such word. */
export const STOP =
  /^\W*(?:please\s+|svp\s+|aub\s+)?(?:stop|remove|unsubscribe|uitschrijven|afmelden|désinscription|désinscrire|désabonner|opt[ -]?out|cancel|no thanks,? (?:remove|stop)[^\n]{0,20})(?:\s+(?:please|me|us|aub|graag|svp))?\W*$/i

/** Somebody writes from, or tells, another address. */
export const NEW_ADDRESS =
  /(?:new|changed|different|following|nieuwe?|gewijzigd|nouvelle?|changé)[^.\n]{0,40}(?:e-?mail|address|adres|adresse|mail)|(?:e-?mail|address|adres|adresse)\w*[^.\n]{0,30}(?:changed|gewijzigd|veranderd|changé|geändert)|(?:from now on|voortaan|désormais|in future)[^.\n]{0,40}@|has left\b|left the (?:company|business|firm)|werkt (?:hier )?niet meer|a quitté|ne fait plus partie|(?:no longer (?:work|with|at|employed|in use|monitored)|niet meer (?:werkzaam|in gebruik)|n'est plus (?:utilisée|active|valide)|ne travaille plus)/i

/** Lines behind which a reply quotes what it answers. */
export const QUOTED =
  /^(?:>|\s*(?:on|op|le|am|el)\b[^\n]{4,160}(?:wrote|schreef|a écrit|schrieb|escribió)[^\n]{0,90}:?\s*$|-{2,}\s*(?:original (?:message|appointment)|oorspronkelijk bericht|message d'origine|ursprüngliche nachricht|forwarded message|doorgestuurd bericht)|_{10,}\s*$|(?:\*?)(?:from|van|de|von)(?:\*?)\s?:\s[^\n]+\n(?:[^\n]*\n){0,3}?(?:\*?)(?:sent|date|verzonden|datum|envoyé|gesendet|to|aan|à)(?:\*?)\s?:)/im
