using Microsoft.Extensions.Options;

namespace Guidon.Server.Management.Oidc;

/// <summary>Generated from the annotations.</summary>
[OptionsValidator]
internal sealed partial class OidcOptionsValidator : IValidateOptions<OidcOptions>;
