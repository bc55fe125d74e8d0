// Everything of the gallery, as it looked when it was last read with care.
import { describe } from 'vitest';
import { gallery } from './gallery.ts';
import { looksAsItDid } from './look.ts';

describe('golden files', () => looksAsItDid('blocks', gallery));
