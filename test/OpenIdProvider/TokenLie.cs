using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Guidon.OpenIdProvider;

/// <summary>What a provider that is broken, or somebody between, does to an identity token.</summary>
/// <param name="Claim">The claim that is written anew; none for "".</param>
/// <param name="Value">Its value.</param>
/// <param name="IsForged">True when the token is signed by a key that is not the provider's.</param>
public sealed record TokenLie(string Claim, JsonNode? Value, bool IsForged = false)
{
    internal string Of(string token, RSA key)
    {
        var payload = JsonNode.Parse(Base64UrlEncoder.Decode(token.Split('.')[1]))?.AsObject() ?? throw new InvalidOperationException("no token");
        if (Claim.Length > 0) payload[Claim] = Value?.DeepClone();
        using var another = RSA.Create(2048);
        var name = JsonNode.Parse(Base64UrlEncoder.Decode(token.Split('.')[0]))?["kid"]?.ToString();   // a forger can read which key it should be
        var credentials = new SigningCredentials(new RsaSecurityKey(IsForged ? another : key) { KeyId = name }, SecurityAlgorithms.RsaSha256)
        {
            CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },   // the key of a forgery is gone in a moment
        };
        return new JsonWebTokenHandler().CreateToken(payload.ToJsonString(), credentials);
    }
}
