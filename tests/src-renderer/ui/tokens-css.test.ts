import { describe, expect, it } from 'vitest';
import { tokensCss } from '../../../src-renderer/ui/tokens-css.ts';

describe('tokens.css', () => {
  it('is what tokens.ts says', async () => {
    await expect(tokensCss()).toMatchFileSnapshot('../../../src-renderer/ui/styles/tokens.css');
  });
});
