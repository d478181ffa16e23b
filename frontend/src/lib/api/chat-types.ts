/** The chat's values by the names the page uses; their shapes come from `schema.d.ts`. */

import type { components } from './schema';

type Schemas = components['schemas'];

export type Chat = Schemas['ChatView'];
export type Head = Schemas['HeadView'];
export type Message = Schemas['MessageView'];
export type FileView = Schemas['FileView'];
export type Speaker = Schemas['Speaker'];
export type BattleMark = Schemas['BattleMark'];
export type Shelf = Schemas['Shelf'];
export type Folder = Schemas['Folder'];
export type Found = Schemas['Found'];
export type Preferences = Schemas['Preferences'];
export type ShareLink = Schemas['Link'];
export type SharedChat = Schemas['SharedChat'];
export type Asked = Schemas['Begun'];
export type ImportProgress = Schemas['Progress'];

export interface MessageText {
  message: string;
  text: string;
}
