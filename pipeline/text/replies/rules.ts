import type { Reason } from './reasons.ts'

/** One wording of servers: what it matches, what it means, and a line that taught it (addresses invented). */
export interface Rule {
  readonly when: RegExp
  readonly is: Reason
  readonly seen: string
  /** Holds only for a reply to this part of the dialogue. */
  readonly phase?: 'data'
}

const rule = (is: Reason, when: RegExp, seen: string, phase?: 'data'): Rule =>
  phase === undefined ? { is, when, seen } : { is, when, seen, phase }

/**
 * Wordings, the first that fits decides. The order carries meaning: who sent it is asked before who was to get it,
 * because servers put the sender's fault into a sentence that begins with `Recipient address rejected`.
 */
export const RULES: readonly Rule[] = [
  rule('filtered', /\b55\d(?:[- ]5\.\d\.\d+)? : User unknown/i, '550 : User unknown'),
  rule(
    'policy',
    /\bgroup\b[^\n]{0,80}may not exist|groupe que vous avez|groups\.google\.com\/|not a member of|members? only|(?:not|only)[^.]{0,30}(?:allowed|permitted|able) to post/i,
    'The group you tried to contact may not exist, or you may not be allowed to post to it',
  ),
  rule(
    'sender-unproven',
    /\bDMARC\b|\bSPF\b|\bDKIM (?:check|verif|valid|fail|sign)|unauthenticated (?:e-?mail|message)|authentication checks? failed|authentication information|not (?:pass|meet)[^.]{0,40}authenti|failed authentication|sender ?id|pass[^.]{0,20}\bSPF/i,
    '550 5.7.26 Unauthenticated email from shop.example is not accepted due to DMARC policy',
  ),
  rule(
    'no-reverse-dns',
    /reverse ?DNS|\brDNS\b|\bPTR\b|reverse (?:name|lookup|hostname|host)|cannot (?:find|resolve) your (?:host ?name|address)|mismatch(?:es)? client ip|does not resolve to|no (?:valid )?hostname for your/i,
    '554 5.7.1 Missing reverse DNS for 192.0.2.7',
  ),
  rule(
    'virus',
    /\bvirus|malware|infected|trojan|worm detected/i,
    '550 5.7.0 Message refused: virus detected',
  ),
  rule(
    'too-fast',
    /too many (?:connections|concurrent|messages|mails|sessions|recipients|invalid)|(?:rate|frequency|connection|sending|relay|message) (?:is )?(?:limit|quota)|rate that|temporarily deferred|frequency limited|throttl|daily[^.]{0,30}(?:quota|limit)|(?:sending|receiving) (?:rate|limit)|slow down|too (?:fast|frequent|much mail)|exceeded the (?:max|rate|allowed)[^.]{0,40}(?:messages|per (?:hour|day|minute))/i,
    '450 4.2.1 The user you try to reach is receiving mail at a rate that prevents more',
  ),
  rule(
    'too-big',
    /(?:message|mail|body|header|content|attachment|data)s? (?:file )?(?:is |are )?(?:size|length|too (?:big|large|long))|too (?:big|large)|size limit|sizelimit|line limit exceeded|line (?:is )?too long|exceeds? (?:the )?(?:fixed )?(?:maximum|max|administrative|size)[^.]{0,30}(?:size|limit|length)|message exceeds|5\.3\.4\b/i,
    '552 5.3.4 Message size exceeds fixed limit',
  ),
  rule(
    'mailbox-full',
    /(?:mail ?box|inbox|mailfolder|maildir|user|account|disk|spool|mail drop|boîte|postfach|postvak)[^.;]{0,60}\b(?:full|over(?:-| )?quota|vol(?:le)?|pleine|voll\b)|over(?:-| )?quota|quota (?:exceed|violat|is full|limit)|(?:exceed|over|beyond)[a-z]*[^.]{0,40}(?:quota|storage|local limit|allowed size|disk space|mailbox size|allocation)|(?:mailbox|inbox)[^.]{0,40}(?:exceed|limit|size)|out of storage|insufficient (?:disk|storage|space)|not enough (?:disk |storage )?space|(?:disk|storage) (?:is )?full|no space left|quotaexceeded|shutoffquota|容量/i,
    '552 5.2.2 <ann@shop.example>: user is over quota',
  ),
  rule(
    'spam',
    /\bspam\b|\bUBE\b|\bUCE\b|unsolicited|junk mail|spamassassin|spam[- ]?like|bulk mail|looks like spam|spam score|message content rejected, ?U/i,
    '554 5.7.0 Reject, id=20025-09 - SPAM',
  ),
  rule(
    'no-relay',
    /relay(?:ing)? (?:access )?(?:is )?(?:denied|prohibited|not (?:permitted|allowed)|restricted)|(?:no|unable to|not permitted to|cannot|can't|won't|do not|denied) relay|relay not|relaying (?:mail )?(?:to|from|is|through)|not (?:a )?(?:local|valid) (?:domain|rcpthosts)|rcpthosts|we do not (?:relay|accept mail for)|not (?:our|a) (?:relay|gateway)|no relaying/i,
    '554 5.7.1 <ann@shop.example>: Relay access denied',
  ),
  rule(
    'sender-refused',
    /sender (?:address|domain|rejected|denied|refused|verif|not|is|was|unknown|invalid|e-?mail)|(?:invalid|unroute?able|unverified|bad|forged|unknown|envelope|your) sender|domain of sender|MAIL FROM|return[- ]path|(?:sending|from)[ /](?:to\/from )?(?:an )?(?:address|domain) (?:that )?(?:has been|is|was)|From:[^.]{0,20}(?:domain|header|address)|not allowed to send|not authori[sz]ed to (?:send|use)|callback|backscatter|restricted sender|sender's|but sender was|domain is invalid/i,
    '553 5.1.8 <bob@mill.example>... Domain of sender address bob@mill.example does not exist',
  ),
  rule(
    'content',
    /(?:duplicate|missing|invalid|bad|malformed|improper|illegal|multiple|8-?bit)[^.]{0,30}\b(?:header|data|from field|mime|date|message-id|characters?)|content (?:was )?(?:rejected|refused|not acc)|attachment (?:type|not|is)|not RFC ?(?:2?822|5322)|5\.6\.\d/i,
    "554 Transaction failed: Duplicate header 'Subject'.",
  ),
  rule(
    'moved',
    /has moved|moved to|no longer (?:on (?:this )?server|at (?:this|our)|with (?:us|the|this)|works|employed)|no forwarding address|address (?:has )?changed|recipient no longer|hasmoved|5\.1\.6\b/i,
    '551 5.1.6 <ann@shop.example>: Destination mailbox has moved, no forwarding address',
  ),
  rule(
    'no-mail-taken',
    /null ?MX|reject(?:s|ing)? all (?:e-?)?mails?|mail receiving (?:is )?disabled|(?:does not|doesn't|not|never) accept(?:ing|s)? (?:any )?(?:e-?mail|network messages|mail\b)|system not accepting|no (?:usable )?(?:MX|mail exchanger?)\b|(?:find|locate|have) (?:a |an |any )?(?:mail exchange|MX)|MX (?:record )?(?:is |was )?(?:not|missing|invalid|points)|nullmx|empty MX/i,
    '556 5.1.10 shop.example: Recipient address has null MX',
  ),
  rule(
    'suspended',
    /(?:account|mailbox|user(?:\(s\))?|address|recipient|domain|e-?mail|customer|inbox|status)[^.;]{0,60}\b(?:disabled|suspend|inactiv|not active|deactivat|discontinued|locked|frozen|closed|blocked temporarily|on hold|expired account|asleep|cancel|restricted|terminated)|(?:disabled|suspended|inactive|deactivated|locked|frozen|dormant|closed) (?:account|mailbox|user|recipient|e-?mail|address)|: on hold\b|mailbox is frozen|temporarily (?:disabled|inactive)|administratively prohibited|doesn't receive mail/i,
    '550 5.2.1 The email account that you tried to reach is disabled',
  ),
  rule(
    'user-unknown',
    /recipient address rejected(?:: access denied|\.?\s*(?:\(|$))|unknown or illegal alias|mailbox unavailable or access denied/i,
    '554 5.7.1 <ann@shop.example>: Recipient address rejected: Access denied',
  ),
  rule(
    'filtered',
    /recipient(?:'s)? preferences?|only accept(?:s|ing) (?:e-?)?mail from (?:specific|certain|known)|refuses? to receive (?:this|your)|you have been blocked by/i,
    '550 5.1.1 Refused due to recipient preferences',
  ),
  rule(
    'host-unknown',
    /(?:account|address) or domain may not exist|invalid domain name in (?:the )?recipient|recipient domain (?:must|does not) exist|domain is not reachable|reserved by RFC ?2606|domain \S+ (?:could not|couldn't|can't|cannot) be found/i,
    '550 5.1.2 Recipient domain must exist',
  ),
  rule(
    'user-unknown',
    /(?:user|recipient|mailbox|account|address)(?: name)? (?:is )?not (?:present|OK\b|accepted)|not an active (?:address|user|account|mailbox)|there is no(?:body| one) (?:at|by|with) (?:this|that)|address is (?:wrong|no longer valid|unknown)|does not have an? (?:e-?mail )?(?:account|mailbox)|not known (?:here|at this)|(?:can't|cannot|won't) accept (?:user|recipient)|user missing home|non-?local recipient|no mail ?box available|address you (?:entered|typed|specified)[^.]{0,30}(?:not|n't) be found|bad(?:rcptto|recipientto)|destination server rejected recipients|#5\.1\.0 address rejected|rejected: user-?unknown/i,
    '550 ann@shop.example is not an active address at this host',
  ),
  rule(
    'user-unknown',
    /(?:utente|casella|indirizzo|destinatario)(?:[^.;]|\.(?=\w)){0,60}\b(?:sconosciut[oa]|inesistente|non (?:esiste|trovat[oa]))|(?:usu[aá]rio|usuario|buz[oó]n|cuenta|direcci[oó]n|endere[cç]o|caixa postal)(?:[^.;]|\.(?=\w)){0,60}\b(?:descon(?:oc|hec)id[oa]|inexistente|no (?:existe|encontrad[oa])|n[aã]o (?:existe|encontrad[oa]))|(?:gebruiker|ontvanger|geadresseerde|mailbox|postvak|postbus|(?:e-?mail)?adres)(?:[^.;]|\.(?=\w)){0,60}(?:\bonbekend|niet (?:bekend|gevonden|vermeld|worden gevonden)|bestaat niet)|(?:utilisateur|destinataire|adresse|bo[iî]te|compte)(?:[^.;]|\.(?=\w)){0,60}(?:\binconnue?|introuvable|inexistante?|n'existe (?:pas|plus)|ne figure pas)|(?:empf[aä]nger|benutzer|postfach|adresse|konto)(?:[^.;]|\.(?=\w)){0,60}(?:\bunbekannt|nicht (?:[^.;]{0,30} )?(?:gefunden|bekannt|vorhanden|aufgeführt)|existiert nicht)/i,
    '550 5.1.1 Gebruiker onbekend',
  ),
  rule(
    'blocked',
    /black ?-?list|block(?:ed|ing|list)?\b|\bbanned\b|\b[RD]N?S?BLs?\b|spamhaus|spamcop|barracuda|sorbs|proofpoint|cloudmark|reputation|client host|access denied|denied[^.]{0,20}(?:IP|address \[)|connection (?:refused by|dropped|rejected|not|denied)|refused to talk|(?:not |no(?:t|t longer) )accepting connections|no SMTP service|(?<!5\.0\.0 )service (?:is )?(?:not avail|unavailable|refuse)|suspicious|weren't sent|your (?:ip|host|network|server|message was|domain|mail server|e-?mail)[^.]{0,40}(?:reject|refus|denied|listed|poor|bad|not)|invalid (?:domain name|helo)|my name was rejected|helo|dynamic (?:ip|address)|network (?:is )?not allowed|\(BL\)|not welcome/i,
    '554 5.7.1 <out.mill.example[192.0.2.7]>: Client host rejected: blocked using list.example',
  ),
  rule(
    'network',
    /not found,? try again|name service error[^.]{0,60}try again/i,
    'Host or domain name not found. Name service error for name=shop.example type=MX: Host not found, try again',
  ),
  rule(
    'system',
    /verification (?:is )?in progress/i,
    '450 4.1.1 <ann@shop.example>: Recipient address rejected: unverified address: Address verification in progress',
  ),
  rule(
    'host-unknown',
    /\b(?:host|domain)(?: or domain)?(?: name)?(?:(?!user|recipient|mailbox|account)(?:[^.\n]|\.(?=\w))){0,80}?(?:not found(?!,? try again)|unknown(?! (?:user|recipient|mailbox|address|local))|does(?: not|n't) exist|not exist|invalid|could not be found|is not valid|non-?exist)|(?:no such|unknown|invalid|non-?existent|bad|illegal) (?:host|domain)|(?:find|locate|resolve)[^.]{0,10} (?:any )?(?:host|domain)|name or service not known|NXDOMAIN|unroute?able (?:mail )?(?:address|domain)|(?:DNS|name server)[^.]{0,30}not found|all relevant MX records point|domain (?:has )?expired|lookup fail[^.]{0,40}not found|MX[^.]{0,30}not found/i,
    '<ann@gone.example>: Host or domain name not found. Name service error for name=gone.example type=MX: Host not found',
  ),
  rule(
    'filtered',
    /(?:user|account|mailbox|recipient|address|customer)[^.;]{0,40}(?:unknown|not exist|not found)|unknown user|no such user/i,
    '550 Unknown user ann@shop.example (in reply to end of DATA command)',
    'data',
  ),
  rule(
    'user-unknown',
    /unknown (?:local |or invalid )?(?:user|recipient|mailbox|account|address|mail(?!er)|alias|virtual)|(?:user|recipient|mailbox|account|address|alias|addressee|login|local part)(?:\([^)]*\))?[^.;]{0,60}?(?:\bunknown|not (?:exist|found|known|listed|valid|recogni[sz]ed|available|local|here|in )|does(?: not|n't) (?:exist|have)|do(?: not|n't) exist|isn't|invalid|non-?exist|unavailable)|(?:no|not a|isn't a) (?:such|valid|known|local|current) (?:user|person|recipient|mailbox|address|account|customer|alias|local|one|name)|no (?:mailbox|account|user|recipient)s? (?:here|by|with|found|exist|of)|(?:no|not) (?:a )?mailbox here|(?:invalid|illegal|bad|incorrect|non-?existent|unrecogni[sz]ed|wrong|undeliverable) (?:final delivery )?(?:user|recipient|mailbox|address|account|alias|local|destination)|(?:this )?user does(?: not|n't) have|doesn't have an? [^ ]+ account|not (?:listed in|our customer|recogni[sz]ed|found in)|RecipNotFound|RecipientNotFound|recipient not found|name is not recogni[sz]ed|nobody by that name|delivery (?:to|of)[^.]{0,30} not (?:possible|allowed here)|can(?:no|')t (?:find|verify|locate) (?:user|recipient|mailbox|address)|user not|mailbox not found|does not (?:exist|like recipient)|no valid recipients?|utilisateur inconnu|destinataire (?:invalide|inconnu)|onbekende? (?:gebruiker|ontvanger|adres)|unbekannt|existiert nicht|n'existe pas|bestaat niet|no existe|宛先|見つかりません|リストにありません|存在しません|all recipients? (?:failed|rejected|invalid)|無効/i,
    '550 5.1.1 <ann@shop.example>: Recipient address rejected: User unknown in local recipient table',
  ),
  rule(
    'network',
    /hop ?count|too many hops|routing loop|mail (?:is )?loop|loops? back|delivered-to|(?:no route|unreachable|connection (?:reset|lost|closed)|lost connection|conversation|host not found, try again|name service error|establish an SMTP connection|temporary (?:lookup|failure in name)|broken pipe)/i,
    '554 5.4.6 Too many hops',
  ),
  rule(
    'expired',
    /expired|timed? ?out|time-?out|too long|for the last \d|retry timeout|(?:hours?|days?) (?:old|in the queue)|could not be delivered (?:for|within)|failing for a long time|not delivered within|gave up|giving up|retry time|unable to connect|did not accept our requests|not responding|連/i,
    '4.4.7 Message expired: no answer from shop.example for 5 days',
  ),
  rule(
    'policy',
    /polic(?:y|ies)|protocol (?:violation|error)|security|encrypt|\bTLS\b|STARTTLS|authenticat|not (?:permitted|allowed|implemented|authori[sz]ed)|access (?:is )?(?:denied|restricted)|administrat|prohibited|forbidden|restricted|not a member|permission|moderated|closed list|members? only|syntax error/i,
    '554 5.7.9 Message not accepted for policy reasons',
  ),
  rule(
    'system',
    /system (?:error|config|failure|resources)|(?:local|internal|server|configuration|operating system|database|LDAP|transaction) (?:server )?(?:error|failed|failure)|unable to contact|try (?:again )?later|temporar|procmail|maildrop|command (?:died|failed|error)|program|pipe to|can't create|could ?n[o']t (?:open|create|write)|input\/output|resources/i,
    '451 4.3.0 Internal server error, try again later',
  ),
]
