// Generated from outspec.yaml and the specs. Do not edit: change them and run `outspec generate`.

export type {
  CommentThread,
  CommentThreadInput,
  PartialCommentThread,
  PartialThreadComment,
  ThreadComment,
} from "./comment-thread.js";
export { commentThread, generateCommentThread, streamCommentThread } from "./comment-thread.js";
export type {
  Amount,
  Invoice,
  InvoiceInput,
  InvoiceLine,
  InvoiceLineTax,
  PartialInvoice,
  PartialInvoiceLine,
  PartialInvoiceLineTax,
  PartialParty,
  Party,
} from "./invoice.js";
export { generateInvoice, invoice, streamInvoice } from "./invoice.js";
export type {
  MeetingActions,
  MeetingActionsAction,
  MeetingActionsInput,
  PartialMeetingActions,
  PartialMeetingActionsAction,
} from "./meeting-actions.js";
export { generateMeetingActions, meetingActions, streamMeetingActions } from "./meeting-actions.js";
export type { PartialPatientSummary, PatientSummary, PatientSummaryInput } from "./patient-summary.js";
export { generatePatientSummary, patientSummary, streamPatientSummary } from "./patient-summary.js";
export type {
  PartialProductCatalog,
  PartialProductCatalogPrice,
  PartialProductDocument,
  PartialProductImage,
  PartialProductVideo,
  ProductCatalog,
  ProductCatalogInput,
  ProductCatalogPrice,
  ProductDocument,
  ProductImage,
  ProductVideo,
} from "./product-catalog.js";
export { generateProductCatalog, productCatalog, streamProductCatalog } from "./product-catalog.js";
export type { PartialSupportTriage, SupportTriage, SupportTriageInput } from "./support-triage.js";
export { generateSupportTriage, streamSupportTriage, supportTriage } from "./support-triage.js";
