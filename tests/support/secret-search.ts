import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A secret as it could stand in bytes: as it is, hexadecimal, and the parts of Base64 that are the same wherever it begins. */
function forms(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString('hex');
  const base64 = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    return text.slice(Math.ceil((shift * 8) / 6) + (shift === 0 ? 0 : 1), Math.floor(((bytes.length + shift) * 8) / 6) - 1);
  });
  return [
    secret,
    hex,
    hex.toUpperCase(),
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    encodeURIComponent(secret),
  ];
}

/** Where one of the secrets stands: files of a folder and everything below, by path, and texts by their place. */
export function secretPlaces(
  secrets: readonly string[],
  where: { readonly folder: string; readonly texts: readonly string[] },
): readonly string[] {
  const files = readdirSync(where.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const named = files.map((entry) => join(entry.parentPath, entry.name));
  const searched: readonly (readonly [string, Buffer])[] = [
    ...named.map((file) => [file, readFileSync(file)] as const),
    ...named.map((file) => [`name ${file}`, Buffer.from(file)] as const),
    ...where.texts.map((text, at) => [`text ${String(at)}`, Buffer.from(text)] as const),
  ];
  return searched.filter(([, bytes]) => secrets.flatMap(forms).some((form) => bytes.includes(form))).map(([place]) => place);
}
