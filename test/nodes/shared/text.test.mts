import { plain } from '../../../nodes/shared/text.ts';

test('names are compared regardless of case, white space, and the encoding of accents', () => {
	expect(plain(' Entretien\u00a0 Vide\u0301o ')).toBe(plain('ENTRETIEN VID\u00c9O'));
	expect(plain('Entretien Video')).not.toBe(plain('Entretien Vid\u00e9o'));
	expect(plain(undefined)).toBe('');
});
