import { z } from 'zod'

const site = z.strictObject({
  /** Name of the directory, as a sentence uses it. */
  name: z.string().min(1),
  /** Its address; claim links start with it. */
  url: z.url({ protocol: /^https$/ }),
})

/** Who runs this Doorstep. Needed before the first live fetch and before any message. */
export const operator = z.strictObject({
  /** Registered name of the firm. */
  name: z.string().min(1),
  /** Address or page at which the owner of a site can reach us; stands in the User-Agent. */
  contact: z.union([z.email(), z.url({ protocol: /^https?$/ })]),
  /** Postal address, one line each; stands in letters and in the foot of mails. */
  address: z.array(z.string().min(1)).min(2).max(7).optional(),
  country: z.enum(['uk', 'nl', 'be']).optional(),
  /** What the register calls the firm: company number, place of registration, VAT number. */
  registration: z.string().min(1).optional(),
  phone: z.string().min(1).optional(),
  /** Person who signs, and the words under the name. */
  signer: z.string().min(1).optional(),
  role: z.string().min(1).optional(),
  /** Page that holds the privacy notice. */
  privacy: z.url({ protocol: /^https$/ }).optional(),
  /** Language in which `why` and the review speak to the operator. */
  language: z.enum(['en', 'nl', 'fr']).default('en'),
})

/** The directory's own sites, per region. */
export const sites = z.strictObject({
  uk: site.optional(),
  nl: site.optional(),
  be: site.optional(),
})
