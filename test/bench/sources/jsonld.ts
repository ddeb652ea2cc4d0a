import thomson from '../../../scrapers/uk/thomson-local.ts'
import { over } from './over.ts'

export default over(thomson)
