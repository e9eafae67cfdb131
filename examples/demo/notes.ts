/** What a nurse typed after a home visit. Invented; resembles nobody. */
export const notes = `Home visit, 10:40. Patient 71 y, lives alone, known hypertension and type 2 diabetes.
Blood pressure 162/98 sitting, repeated after ten minutes 158/96. Pulse 88, regular. SpO2 97 %. Temperature 36.8.
Says she ran out of amlodipine four days ago and did not refill it. Mild headache since yesterday, no visual disturbance.
Fasting glucose this morning 9.4 mmol/L, diary shows 8 to 10 all week. Ankles slightly swollen, both sides.
No chest pain, no shortness of breath. Eats well. Daughter will collect the prescription this afternoon.
She asked whether she may keep taking ibuprofen for her knee.`;
