namespace Guidon.Evaluation.Explanations;

/// <summary>A place on the scale from 0 to 100.</summary>
/// <param name="Text">What was hashed: salt, comma, value. Once more behind a comma for each time that the place would have been 100.</param>
/// <param name="Percent">0 to below 100.</param>
public sealed record ExplainedHash(string Text, double Percent);
