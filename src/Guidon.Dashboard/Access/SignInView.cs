using Guidon.Contracts;

namespace Guidon.Dashboard.Access;

/// <summary>The form with which people sign in.</summary>
/// <param name="To">Where they wanted to go.</param>
/// <param name="Email">What they wrote the last time.</param>
/// <param name="Problem">Why it did not work; <see langword="null"/> the first time.</param>
/// <param name="Invite">The hash of an invitation, which makes it the form with which people join; <see langword="null"/> otherwise.</param>
public sealed record SignInView(string To, string Email, string? Problem, string? Invite = null)
{
    /// <summary>Who is signed in and can join at once; <see langword="null"/> for nobody.</summary>
    public string? Account { get; init; }

    /// <summary>Of a log-in whose password was right, and which waits for the code of a second factor; <see langword="null"/> otherwise.</summary>
    public string? Token { get; init; }

    /// <summary>What there is besides a password; <see langword="null"/> when nobody asked.</summary>
    public SignInWays? Ways { get; init; }
}
