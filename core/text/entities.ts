// The only module that imports the library, so that the build can bundle it here.
import { decodeHTMLStrict } from 'entities';

/**
 * Decodes HTML entities: named ones with their semicolon, as ordinary text such as `AT&T` has `&` too, and
 * numeric ones.
 */
export const decodeEntities = (text: string): string => decodeHTMLStrict(text);
