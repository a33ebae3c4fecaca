/**
 * The nodes of n8n that templates use, as far as the templates rely on them, read from n8n-nodes-base 2.41. The package
 * itself needs 2,000 others. n8n-core runs them, so that order, errors, and paired items are its own.
 */
import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	NodeParameterValue,
} from 'n8n-workflow';

import { core } from '../../workflows/parts/core.ts';

type Execute = (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

/** A trigger, whatever starts it: tests give it its items. */
const passOn: Execute = async function () {
	return [this.getInputData()];
};

function nodeOf(name: string, parameters: string, execute = passOn, outputs = 1): INodeType {
	const properties = parameters.split(' ').map((field) => ({
		displayName: field,
		name: field,
		type: field === 'conditions' ? 'filter' : 'json',
		default: {},
	})) as INodeProperties[];
	return {
		description: {
			displayName: name,
			name,
			group: [],
			version: 1,
			description: '',
			defaults: { name },
			inputs: name === 'merge' ? ['main', 'main'] : ['main'],
			outputs: Array(outputs).fill('main'),
			...(name === 'merge' && { requiredInputs: 1 }),
			properties,
		},
		execute,
	};
}

/** Filter and If: the items that match, and the others. */
const split: Execute = async function () {
	const matches = (_item: INodeExecutionData, index: number) =>
		this.getNodeParameter('conditions', index, false, { extractValue: true }) === true;
	const items = this.getInputData();
	return [items.filter(matches), items.filter((item, index) => !matches(item, index))];
};

type Make = (context: IExecuteFunctions, item: number, json: IDataObject) => IDataObject[];

/** Makes these of each item. */
const ofEach = (make: Make): Execute =>
	async function () {
		const made = (json: IDataObject, item: number) =>
			make(this, item, json).map((each) => ({ json: each, pairedItem: { item } }));
		return [this.getInputData().flatMap(({ json }, item) => made(json, item))];
	};

interface Assignment {
	name: string;
	type: string;
	value: NodeParameterValue;
}

/** Stricter than the real one, which converts values: a wrong type is a mistake in the template. */
const editFields = ofEach((context, index, given) => {
	const assignments = context.getNodeParameter('assignments.assignments', index) as Assignment[];
	const keeps = context.getNodeParameter('includeOtherFields', index, false) === true;
	const json: IDataObject = keeps ? { ...given } : {};
	for (const { name, type, value } of assignments) {
		if (typeof value !== type) throw new Error(`${name} is no ${type}: ${String(value)}`);
		json[name] = value;
	}
	return [json];
});

const splitOut = ofEach((context, _index, json) => {
	const values = (json[String(context.getNodeParameter('fieldToSplitOut', 0))] ?? []) as string[];
	const field = String(context.getNodeParameter('options.destinationFieldName', 0));
	return values.map((value) => ({ [field]: value }));
});

const aggregate: Execute = async function () {
	const fields = this.getNodeParameter('fieldsToAggregate.fieldToAggregate', 0) as IDataObject[];
	const items = this.getInputData();
	const json: IDataObject = {};
	for (const name of fields.map(({ fieldToAggregate }) => String(fieldToAggregate))) {
		json[name] = items.map((item) => item.json[name] as string);
	}
	return [[{ json, pairedItem: items.map((_item, item) => ({ item })) }]];
};

const callWorkflow: Execute = async function () {
	const items = this.getInputData();
	for (const item of items) {
		await this.executeWorkflow({ id: 'this' }, [item], undefined, {
			doNotWaitToFinish: true,
			executionMode: this.getMode(),
		} as never);
	}
	return [items];
};

const wait: Execute = async function () {
	await this.putExecutionToWait(new Date(Date.now() + 30 * 86_400_000));
	return [this.getInputData()];
};

/** The last page of a form waits until it was shown. Here, its output is what it shows. */
const form: Execute = async function () {
	const shown = (name: string) => String(this.getNodeParameter(name, 0));
	if (shown('operation') === 'completion') {
		return [[{ json: { title: shown('completionTitle'), message: shown('completionMessage') } }]];
	}
	const fields = JSON.stringify(this.getNodeParameter('jsonOutput', 0));
	await this.putExecutionToWait(new Date(Date.now() + 86_400_000));
	return [[{ json: { fields } }]];
};

const stop: Execute = async function () {
	throw new Error(String(this.getNodeParameter('errorMessage', 0)));
};

export interface Email {
	subject: string;
	text: string;
}

/**
 * @param send throws if the mail server takes no message
 * @param rows of the data table
 */
export function coreNodes(
	send: (email: Email) => void,
	rows: IDataObject[],
): Record<string, INodeType> {
	const dataTable = ofEach((context, item) => {
		const parameter = (name: string) => context.getNodeParameter(name, item) as IDataObject;
		const [{ keyName, condition, keyValue }] = parameter('filters').conditions as IDataObject[];
		const fits = (row: IDataObject) => (row[String(keyName)] === keyValue) === (condition === 'eq');
		const found = rows.filter(fits);
		const operation = context.getNodeParameter('operation', item);
		if (operation === 'upsert' && found.length === 0) {
			rows.push({ ...(parameter('columns').value as IDataObject) });
		}
		if (operation === 'deleteRows') for (const row of found) rows.splice(rows.indexOf(row), 1);
		return found.map((row) => ({ ...row }));
	});
	const email = ofEach((context, item) => {
		const text = (name: string) => String(context.getNodeParameter(name, item));
		send({ subject: text('subject'), text: text('text') });
		return [{ accepted: ['recruiter@example.com'] }];
	});
	const merge: Execute = async function () {
		return [[0, 1].flatMap((input) => this.getInputData(input) ?? [])];
	};
	const nodes: Record<keyof typeof core, INodeType> = {
		manual: nodeOf('manualTrigger', 'notice'),
		schedule: nodeOf('scheduleTrigger', 'rule'),
		errorTrigger: nodeOf('errorTrigger', 'rule'),
		calledTrigger: nodeOf('executeWorkflowTrigger', 'inputSource'),
		callWorkflow: nodeOf('executeWorkflow', 'workflowId mode options', callWorkflow),
		if: nodeOf('if', 'conditions options looseTypeValidation', split, 2),
		filter: nodeOf('filter', 'conditions options looseTypeValidation', async function () {
			return [(await split.call(this))[0]];
		}),
		editFields: nodeOf('set', 'assignments options includeOtherFields', editFields),
		splitOut: nodeOf('splitOut', 'fieldToSplitOut options', splitOut),
		aggregate: nodeOf('aggregate', 'fieldsToAggregate options', aggregate),
		merge: nodeOf('merge', 'mode', merge),
		wait: nodeOf('wait', 'resume formTitle formDescription formFields options', wait),
		email: nodeOf('emailSend', 'fromEmail toEmail subject emailFormat text options', email),
		formTrigger: nodeOf('formTrigger', 'authentication formTitle formFields options'),
		form: nodeOf(
			'form',
			'operation defineForm jsonOutput completionTitle completionMessage options',
			form,
		),
		dataTable: nodeOf(
			'dataTable',
			'resource operation dataTableId matchType filters columns returnAll tableName options',
			dataTable,
		),
		stop: nodeOf('stopAndError', 'errorType errorMessage', stop),
	};
	const named = (node: INodeType) => [`n8n-nodes-base.${node.description.name}`, node];
	return Object.fromEntries(Object.values(nodes).map(named));
}
