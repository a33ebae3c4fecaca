import { readInterview } from '../../../../nodes/Willo/client/interview.ts';

const key = 'a'.repeat(32);
const email = 'ada@example.com';
const nothing = { key, title: null, company: null, owner: null, inviteLink: null };

it.each([
	['nothing but the key', { key }, nothing],
	['in a wrapper', { data: { key, title: 'First' } }, { ...nothing, title: 'First' }],
	['the company', { key, department: { name: ' Sales ' } }, { ...nothing, company: 'Sales' }],
	['the owner', { key, owner: { full_name: 'Ada', email } }, { ...nothing, owner: 'Ada' }],
	['a nameless owner', { key, owner: { full_name: '', email } }, { ...nothing, owner: email }],
	['no unsafe link', { key, invite_link: 'javascript:alert(1)' }, nothing],
	['values of another kind', { key, title: {}, department: 'Sales', owner: null }, nothing],
])('reads %s', (_what, raw, expected) => {
	expect(readInterview(raw)).toEqual(expected);
});
