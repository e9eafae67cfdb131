/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A JSON Schema: an object of keywords, or a boolean. */
export type JsonSchema = boolean | { readonly [keyword: string]: Json };

/** The drafts that are understood, by the year or number of their meta-schema. */
export type Draft = "draft-04" | "draft-06" | "draft-07" | "2019-09" | "2020-12";
