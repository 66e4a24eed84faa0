namespace Guidon.Dashboard.Access;

/// <summary>The form with which people sign in.</summary>
/// <param name="To">Where they wanted to go.</param>
/// <param name="Email">What they wrote the last time.</param>
/// <param name="Problem">Why it did not work; <see langword="null"/> the first time.</param>
public sealed record SignInView(string To, string Email, string? Problem);
