import type { NodeId, PropertyIr, TypeIr, TypeOfKind } from "../../../runtime/src/schema/ir/ir.ts";
import { isWhole } from "../../../runtime/src/schema/ir/partials.ts";
import { articleFor, docComment, indent, propertyName } from "./layout.ts";
import { named, namesIn, printAfter, type TypeExpression } from "./type-expression.ts";
import { type Asked, createTypeRules, type TypeContext, type TypeRules, type View } from "./type-rules.ts";
import type { TypeTools } from "./types.ts";

/** An exported type. */
export interface Declaration {
  readonly name: string;
  readonly text: string;
  /** Names of other types it mentions. */
  readonly mentions: readonly string[];
}

/** What is declared of a schema beside its final types. */
export interface DeclareOptions extends TypeContext {
  /** Doc of the root type, where it is not the schema's own description. */
  readonly rootDoc?: string;
  /** The nodes that have a partial type. */
  readonly partials?: ReadonlySet<NodeId>;
}

/** Declares the named types of a schema, in order, and what they look like while they are being written. */
export async function declareTypes(
  tools: TypeTools,
  options: DeclareOptions,
): Promise<{ readonly types: readonly Declaration[]; readonly partials: readonly Declaration[] }> {
  const { names, partials = new Set() } = options;
  const rules = createTypeRules(options);
  const types = names.order.map((id) => declareFinal(options, rules, id));
  const shown = names.order.filter((id) => partials.has(id)).map((id) => declarePartial(options, rules, id));
  await rules.spellAll(tools);
  return { types: types.map((declare) => declare()), partials: shown.map((declare) => declare()) };
}

type Declare = () => Declaration;

function nodeOf({ names }: DeclareOptions, id: NodeId): { readonly type: TypeIr; readonly name: string } {
  const type = names.nodes.get(id);
  const name = names.names.get(id);
  if (type === undefined || name === undefined) throw new Error(`no named type ${id}`);
  return { type, name };
}

function declareFinal(options: DeclareOptions, rules: TypeRules, id: NodeId): Declare {
  const { type, name } = nodeOf(options, id);
  const isRoot = type === options.schema.root;
  const doc = (isRoot ? options.rootDoc : undefined) ?? (describesItself(id) ? type.description : undefined);
  const comment = doc === undefined ? "" : docComment(doc);
  if (type.kind !== "object" || options.spelled?.has(id) === true) {
    return declareAlias(comment, name, rules.content(type, "final"), "final");
  }
  const documented = type.properties.map((property) =>
    property.type.description === undefined ? "" : docComment(property.type.description),
  );
  return declareInterface(comment, name, type, rules, "final", {
    head: (property) => `${propertyName(property.name)}${property.required ? "" : "?"}:`,
    doc: (index) => documented[index] ?? "",
  });
}

function declarePartial(options: DeclareOptions, rules: TypeRules, id: NodeId): Declare {
  const { type, name: whole } = nodeOf(options, id);
  const name = `Partial${whole}`;
  const comment = `/** ${articleFor(whole)} {@link ${whole}} while it is being written: absent means not decided yet. */`;
  if (isWhole(options.schema, type)) return declareAlias(comment, name, () => named(whole), "partial");
  if (type.kind === "reference") return declareAlias(comment, name, rules.use(type, "partial"), "partial");
  if (type.kind !== "object") return declareAlias(comment, name, rules.content(type, "partial"), "partial");
  const tag = rules.tagOf(id);
  return declareInterface(comment, name, type, rules, "partial", {
    head: (property) => `readonly ${propertyName(property.name)}${property.name === tag ? "" : "?"}:`,
    doc: () => "",
  });
}

/** A description at a property is shown there; elsewhere (definitions, list items, options) it is the type's own. */
function describesItself(id: NodeId): boolean {
  return !/\/properties\/[^/]*$/.test(id);
}

function declareAlias(comment: string, name: string, content: Asked, view: View): Declare {
  return () => {
    const type = content();
    const text = `${printAfter(`export type ${name} =`, type, accessOf(view))};`;
    return { name, text: withDoc(comment, text), mentions: namesIn(type) };
  };
}

interface MemberStyle {
  head(property: PropertyIr): string;
  doc(index: number): string;
}

function declareInterface(
  comment: string,
  name: string,
  type: TypeOfKind<"object">,
  rules: TypeRules,
  view: View,
  style: MemberStyle,
): Declare {
  const types = type.properties.map((property) => rules.use(property.type, view));
  const index = rules.indexOf(type, view);
  return () => {
    const mentioned: TypeExpression[] = [];
    const member = (head: string, asked: Asked, doc: string): Member => {
      const printed = asked();
      mentioned.push(printed);
      return { text: withDoc(doc, `${printAfter(head, printed, accessOf(view))};`), documented: doc !== "" };
    };
    const members = type.properties.flatMap((property, at) => {
      const asked = types[at];
      return asked === undefined ? [] : [member(style.head(property), asked, style.doc(at))];
    });
    if (index !== undefined) {
      members.push(member(`${view === "partial" ? "readonly " : ""}[key: string]:`, index, ""));
    }
    const text = withDoc(comment, `export interface ${name} ${printBlock(members)}`);
    return { name, text, mentions: mentioned.flatMap(namesIn) };
  };
}

function accessOf(view: View): "mutable" | "readonly" {
  return view === "final" ? "mutable" : "readonly";
}

function withDoc(comment: string, text: string): string {
  return comment === "" ? text : `${comment}\n${text}`;
}

/** One line or more of an interface. */
interface Member {
  readonly text: string;
  readonly documented: boolean;
}

/** Members in a block. A documented member stands apart from its neighbours. */
function printBlock(members: readonly Member[]): string {
  if (members.length === 0) return "{}";
  const lines = members.map((member, index) => {
    const before = members[index - 1];
    const apart = before !== undefined && (before.documented || member.documented);
    return `${apart ? "\n" : ""}${indent(member.text)}`;
  });
  return `{\n${lines.join("\n")}\n}`;
}
