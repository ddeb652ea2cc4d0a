import yell from '../../../scrapers/uk/yell.ts'
import { over } from './over.ts'

export default over(yell)
