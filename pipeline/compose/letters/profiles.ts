import type { Region } from '../../model/region.ts'

/** A rectangle on the page in millimetres, from the page's top left corner. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** How an envelope and its printer want an A4 letter laid out. A setting per mailing house, never a constant. */
export interface Profile {
  readonly about: string
  /** Where the figures come from; measure one envelope before printing a thousand. */
  readonly source: string
  readonly window: Box
  /** Millimetres that the sheet slides in its envelope, each way: the address stays inside, all else outside. */
  readonly slip: number
  /** Where the address stands in the window: a printer that reads it from the bottom wants it there. */
  readonly align: 'top' | 'bottom'
  /** Printable area: nothing is printed outside it. */
  readonly print: { readonly side: number; readonly top: number; readonly bottom: number }
  /** Rectangles kept free for franking, codes and marks. */
  readonly clear: readonly Box[]
  /** Where the letterhead stands: beside the window. */
  readonly head: Box
  /** Top of date and text. */
  readonly body: number
  /** Heights of fold marks; none where the printer folds by its own machine. */
  readonly folds: readonly number[]
}

const left = (window: Box, rest: Partial<Profile> = {}): Omit<Profile, 'about' | 'source'> => ({
  window,
  slip: 3,
  align: 'top',
  print: { side: 5, top: 5, bottom: 5 },
  clear: [],
  head: { left: 125, top: 15, width: 65, height: 75 },
  body: 95,
  folds: [],
  ...rest,
})

const right = (window: Box, rest: Partial<Profile> = {}): Omit<Profile, 'about' | 'source'> => ({
  ...left(window, { head: { left: 20, top: 15, width: 75, height: 75 }, ...rest }),
})

/** Profiles by name (LETTERS: the figures of printers, national standards and letter classes). */
export const PROFILES: Readonly<Record<string, Profile>> = {
  'gb-notify': {
    about: 'left window of the British public letter service, C5 or DL',
    source: 'GOV.UK Notify, notifications-template-preview and notifications-utils',
    ...left(
      { left: 24.6, top: 39.5, width: 85, height: 26.7 },
      {
        align: 'bottom',
        print: { side: 15, top: 5, bottom: 5 },
        clear: [
          { left: 0, top: 0, width: 15.2, height: 6.1 },
          { left: 15, top: 70, width: 105, height: 10 },
        ],
      },
    ),
  },
  'gb-trade-dl': {
    about: 'left window 35 × 90, 20 from the left and 18 up, as sold with British DL envelopes',
    source: 'trade convention; measure before printing',
    ...left({ left: 20, top: 51, width: 90, height: 35 }, { folds: [99, 198] }),
  },
  'din-left': {
    about: 'left window of DIN 680 (DL, C6/5), also sold in the Netherlands and Belgium',
    source: 'DIN 5008 form B, DIN 680',
    ...left({ left: 20, top: 45, width: 85, height: 45 }, { folds: [105, 210] }),
  },
  'nl-brief-left': {
    about: 'left window of the Dutch letter layout',
    source: 'brief.cls (NEN)',
    ...left({ left: 33, top: 50, width: 83, height: 40 }, { folds: [108, 148] }),
  },
  'nl-brief-right': {
    about: 'right window of the Dutch letter layout',
    source: 'brief.cls (NEN)',
    ...right({ left: 109, top: 50, width: 76, height: 40 }, { folds: [108, 148] }),
  },
  'be-nbn-right': {
    about: 'right window as is usual in Belgium, address from about 60 mm',
    source: 'NBN letter layout; measure before printing',
    ...right({ left: 105, top: 55, width: 90, height: 35 }, { folds: [99, 198] }),
  },
  'fr-right': {
    about: 'right window of the French layout',
    source: 'KOMA-Script NF.lco',
    ...right({ left: 100, top: 35, width: 100, height: 45 }, { folds: [99, 198] }),
  },
  'ch-right': {
    about: 'right window of the Swiss layout',
    source: 'KOMA-Script SN.lco',
    ...right({ left: 112, top: 45, width: 90, height: 45 }, { folds: [105, 210] }),
  },
  letterxpress: {
    about: 'address zone that the printing service LetterXpress reads from the PDF',
    source: 'service documents',
    // It is read from the file, not through an envelope: the slip is only that of the reader.
    ...left({ left: 22, top: 60, width: 85.5, height: 25.5 }, { slip: 1 }),
  },
}

/** The profile a region's letters take where nobody chose one. */
export const DEFAULT_PROFILE: Readonly<Record<Region, string>> = {
  uk: 'gb-notify',
  nl: 'nl-brief-left',
  be: 'be-nbn-right',
}
