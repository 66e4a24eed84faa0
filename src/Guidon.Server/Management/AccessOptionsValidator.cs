using Microsoft.Extensions.Options;

namespace Guidon.Server.Management;

/// <summary>Generated from the annotations.</summary>
[OptionsValidator]
internal sealed partial class AccessOptionsValidator : IValidateOptions<AccessOptions>;
