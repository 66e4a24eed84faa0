namespace Guidon.Contracts;

/// <summary>What a person gives to an app, so that it shows codes; shown this once.</summary>
/// <param name="QrLink">Begins with <c>otpauth://</c>; apps read it from a picture.</param>
/// <param name="Secret">The same secret in base 32, to be typed.</param>
public sealed record FactorSecretAnswer(string QrLink, string Secret);
