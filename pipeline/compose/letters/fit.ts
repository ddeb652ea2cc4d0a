/**
 * A script for the page that holds a chunk of letters. It makes a wide address smaller (never below 7.5 pt), sets a long letter tighter, judges
 * whether everything of a letter stands in its place (`fits`, `address-does-not-fit`, `letter-too-long`), removes
 * the letters where it does not, and numbers the others after `before`. It is text, for it runs in the browser.
 */
export const fitScript = (before: number): string => `(() => {
  const LEAST = 7.5 * 96 / 72
  const judge = (letter) => {
    const [address, header, main, footer] = ['address', 'header', 'main', 'footer']
      .map((name) => letter.querySelector(name))
    const size = parseFloat(getComputedStyle(address).fontSize)
    const fitting = size * address.clientWidth / address.scrollWidth
    if (fitting < size) address.style.fontSize = Math.max(LEAST, fitting * 0.995) + 'px'
    const tooWide = address.scrollWidth > address.clientWidth
    const tooHigh = address.scrollHeight > address.clientHeight + 1
    if (tooWide || tooHigh || size < LEAST) return 'address-does-not-fit'
    if (header.scrollHeight > header.clientHeight + 1) return 'letter-too-long'
    const over = () => main.getBoundingClientRect().bottom > footer.getBoundingClientRect().top - 8
    if (over()) letter.classList.add('tight')
    return over() ? 'letter-too-long' : 'fits'
  }
  const letters = [...document.querySelectorAll('section.letter')]
  const verdicts = letters.map(judge)
  let piece = ${before}
  letters.forEach((letter, i) => {
    if (verdicts[i] !== 'fits') return letter.remove()
    piece += 1
    letter.querySelector('.piece').textContent = String(piece).padStart(6, '0')
  })
  return verdicts
})()`
