/** A test that has checked nothing has proved nothing: a loop over no items passes whatever is in it. */
afterEach(() => {
	if (expect.getState().assertionCalls === 0) throw new Error('This test has checked nothing');
});
