import { jobWithFields } from '../../../../nodes/Ashby/customFields/ofJob.ts';

const fieldsOf = async (customFields?: unknown) => {
	const call = async () => ({ results: { id: 'j', customFields }, moreDataAvailable: false });
	return (await jobWithFields({ call: call as never }, 'j')).customFields;
};

test.each([[undefined], [null], [[]]])('%j are no fields', async (customFields) => {
	expect(await fieldsOf(customFields)).toEqual({});
});

test('custom fields are values by title, of equal titles the first one that has a value', async () => {
	const values = [null, undefined, 'a', 'b'];
	const fields = values.map((value, index) => ({ id: `${index}`, title: 'Link', value }));
	const choice = { id: 'level', title: 'Level', value: 3, valueLabel: 'Third' };
	expect(await fieldsOf([...fields, choice])).toEqual({ Link: 'a', Level: 3 });
	expect(await fieldsOf(fields.slice(0, 2))).toEqual({ Link: null });
});

test('no title can be mistaken for something else', async () => {
	const fields = ['__proto__', 'constructor'].map((title) => ({ id: title, title, value: 'x' }));
	const found = await fieldsOf(fields);
	expect(Object.keys(found)).toEqual(['__proto__', 'constructor']);
	expect(Object.getPrototypeOf(found)).toBe(Object.prototype);
});
