/** A test that has checked nothing has proved nothing: a loop over no items passes whatever is in it. */
afterEach(() => {
	if (expect.getState().assertionCalls === 0) throw new Error('This test has checked nothing');
});

/** Around what a loop of expectations goes over, which `transform.cjs` puts there. */
globalThis.atLeastOne = (items) => {
	const all = [...items];
	if (all.length === 0) throw new Error('A loop of expectations has gone over nothing');
	return all;
};
