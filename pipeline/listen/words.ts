/**
 * Words by which people and their machines speak to us, in the languages of our regions and German. Data for the
 * classifier; each list is tried on the mail's own words only, never on what it quotes.
 */

/** Subjects of automatic answers. */
export const AUTO_SUBJECT =
  /^\s*(?:(?:re|aw|antw|sv|fwd?)\s*:\s*)*(?:auto(?:matic|mated|matisch\w*|matique)?[ -]?(?:reply|response|antwoord|antwort|r[ée]ponse|mated reply)?\s*[:(-]|automati(?:c|sch\w*|que)[^:]{0,20}(?:reply|response|antwoord|antwort|bericht)|r[ée]ponse automatique|(?:i am |i'm )?(?:currently )?(?:out of (?:the )?office|out-of-office|ooo\b|away\b|on (?:annual |holiday|vacation|leave))|autorespon|auto-?reply|vacation\b|holiday\b|afwezig|niet aanwezig|buiten kantoor|vakantie|absen(?:t|ce)|abwesen|ferien|congés?\b|en vacances|en congé|(?:bedankt|thank you|merci) (?:voor|for|pour) (?:uw|je|your|votre) (?:bericht|e-?mail|mail|message|contact|email)|ticket\b|we (?:have )?received|ontvangstbevestiging|accusé de réception|\[?(?:case|ticket|request)[ #-]+\d)/i

/** Sentences of somebody who is away for a time. */
export const AWAY =
  /out of (?:the )?office|out-of-office|(?:on|annual|parental|maternity|sick) (?:leave|holiday|vacation)|on vacation|(?:currently|presently|temporarily) (?:away|out|absent|unavailable|closed)|(?:be|am|are|is|i'll be|will be) (?:away|absent|out of|back (?:on|in|at|from))|away from (?:my|the) (?:desk|office|e-?mail)|limited access to (?:my )?e-?mail|(?:when|upon|on|until) (?:i|my|we) ?(?:am|are|return|get back)|niet aanwezig|niet op kantoor|afwezig|buiten (?:het )?kantoor|met (?:vakantie|verlof)|op vakantie|(?:ben|zijn) (?:ik|wij|we) (?:weer )?(?:terug|afwezig|gesloten)|gesloten (?:van|tot|wegens|t\/m)|absent[es]?\b|absence|en congés?|en vacances|hors du bureau|de retour (?:le|au)|nicht im (?:büro|haus)|abwesend|im urlaub|urlaub/i

/** A person asks us to stop. */
export const OPT_OUT =
  /\bun-?sub?s?cri(?:be|ption)|\bopt(?:ing)?[ -]?out|(?:remove|delete|take|get|strike) (?:me|us|my|our|this)[^.!?\n]{0,40}(?:off|from|list|database|address|details|data|records?)|(?:remove|delete) (?:me|us)\b|(?:do not|don't|dont|please don't|never|stop) (?:ever )?(?:e-?mail|mail|contact|write|send|approach|bother|spam|message|call)(?:ing)?\b|no (?:more|further) (?:e-?mails?|mails?|messages?|contact|correspondence|communication)|cease (?:and desist|all|contact)|not (?:wish|want) to (?:be contacted|receive|hear)|(?:uit|af)(?:schrijv|meld)\w*|schrijf (?:me|mij|ons|u)[^.!?\n]{0,25}\buit\b|meld (?:me|mij|ons)[^.!?\n]{0,25}\baf\b|verwijder (?:me|mij|ons|mijn|onze|dit|ons e)\b|(?:haal|halen) (?:me|mij|ons)[^.!?\n]{0,30}\b(?:af|uit)\b|geen (?:verdere |enkele )?(?:e-?mails?|mails?|berichten|post|reclame)[^.!?\n]{0,25}(?:meer|sturen|ontvangen)|niet (?:meer|langer)[^.!?\n]{0,25}(?:mailen|benader\w*|contact|ontvangen|schrijven|aanschrijven)|stop(?:pen)? met (?:mailen|sturen|benaderen)|prijs op (?:verdere )?(?:mail|contact)[^.!?\n]{0,20}geen|d[ée]s[ -]?(?:inscri|abonn)\w*|ne (?:plus|pas)[^.!?\n]{0,25}(?:contacter|écrire|recevoir|envoyer|solliciter)|(?:retire[rz]?|supprime[rz]?|enlève[rz]?|enlevez)[ -](?:moi|nous|mon|notre|mes|nos|cette)|plus (?:aucun|de) (?:e-?mails?|mails?|messages?|courriels?|contact)|arrêtez|cessez|(?:bitte )?(?:ab|aus)(?:zu)?(?:melden|tragen)|keine (?:weiteren )?(?:e-?mails?|mails?|werbung)/i

/** The whole answer is one such word. */
export const STOP =
  /^\W*(?:please\s+|svp\s+|aub\s+)?(?:stop|remove|unsubscribe|uitschrijven|afmelden|désinscription|désinscrire|désabonner|opt[ -]?out|cancel|no thanks,? (?:remove|stop)[^\n]{0,20})(?:\s+(?:please|me|us|aub|graag|svp))?\W*$/i

/** Somebody writes from, or tells, another address. */
export const NEW_ADDRESS =
  /(?:new|changed|different|following|nieuwe?|gewijzigd|nouvelle?|changé)[^.\n]{0,40}(?:e-?mail|address|adres|adresse|mail)|(?:no longer (?:work|with|at|employed|in use|monitored)|niet meer (?:werkzaam|in gebruik)|n'est plus (?:utilisée|active|valide)|ne travaille plus)/i

/** Lines behind which a reply quotes what it answers. */
export const QUOTED =
  /^(?:>|\s*(?:on|op|le|am|el)\b[^\n]{4,160}(?:wrote|schreef|a écrit|schrieb|escribió)[^\n]{0,90}:?\s*$|-{2,}\s*(?:original (?:message|appointment)|oorspronkelijk bericht|message d'origine|ursprüngliche nachricht|forwarded message|doorgestuurd bericht)|_{10,}\s*$|(?:\*?)(?:from|van|de|von)(?:\*?)\s?:\s[^\n]+\n(?:[^\n]*\n){0,3}?(?:\*?)(?:sent|date|verzonden|datum|envoyé|gesendet|to|aan|à)(?:\*?)\s?:)/im
