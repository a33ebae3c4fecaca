import { createHmac } from 'node:crypto';

import {
	isSignedWith,
	signatureIn,
} from '../../../../nodes/Ashby/webhookTrigger/authentication.ts';

const SECRET = 'a secret';
const BODY = Buffer.from('{"name": "Zoë"}');
const hex = createHmac('sha256', SECRET).update(BODY).digest('hex');

test('a signature is 64 hexadecimal digits after its name', () => {
	expect(signatureIn(`sha256=${hex}`)).toEqual(Buffer.from(hex, 'hex'));
	expect(signatureIn(`sha256=${hex.toUpperCase()}`)).toEqual(Buffer.from(hex, 'hex'));
});

test.each([
	['nothing', undefined],
	['an empty one', ''],
	['no name', hex],
	['another name', `sha1=${hex}`],
	['too short', `sha256=${hex.slice(1)}`],
	['too long', `sha256=${hex}0`],
	['other characters', `sha256=${hex.slice(1)}g`],
	['two of them', [`sha256=${hex}`, `sha256=${hex}`]],
	['an object', { sha256: hex }],
])('malformed: %s', (_what, header) => {
	expect(signatureIn(header)).toBeUndefined();
});

test('it matches one secret and one body, byte for byte', () => {
	const signature = Buffer.from(hex, 'hex');
	expect(isSignedWith(SECRET, BODY, signature)).toBe(true);
	expect(isSignedWith('another', BODY, signature)).toBe(false);
	expect(isSignedWith(SECRET, Buffer.from('{"name":"Zoë"}'), signature)).toBe(false);
	expect(isSignedWith(SECRET, Buffer.from(BODY.toString(), 'latin1'), signature)).toBe(false);
});
