namespace Guidon.Server.Management.Oidc;

/// <summary>What came of a person's visit at the provider.</summary>
/// <param name="Person">Who it is; <see langword="null"/> when nobody was proven.</param>
/// <param name="State">By which this answer is known again.</param>
/// <param name="To">Where the person wanted to go.</param>
/// <param name="Error">OAuth's word for what is wrong; <see langword="null"/> when nothing is.</param>
internal sealed record ProviderAnswer(ProviderPerson? Person, string State, string To, string? Error)
{
    private const int ReasonCharsMax = 300;
    private readonly string _reason = "";

    /// <summary>What is wrong in words, for the log: OpenIddict's, or the provider's, cut and on one line.</summary>
    internal string Reason
    {
        get => _reason;
        init => _reason = new string([.. value.Take(ReasonCharsMax).Where(letter => !char.IsControl(letter))]);
    }
}
