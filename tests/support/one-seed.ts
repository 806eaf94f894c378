import fc from 'fast-check';

/** Random cases are the same in every run, but in the long one, which says the seed where a law fails. */
if (process.env['CRYPTOORCH_TEST_LONG'] === undefined) fc.configureGlobal({ seed: 20_261_122 });
