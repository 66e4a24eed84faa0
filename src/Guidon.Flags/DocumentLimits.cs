namespace Guidon.Flags;

/// <summary>
/// How large an environment may become. Beyond these a document or context is refused with an error that names field and limit; within
/// all of them at once it loads in under five seconds.
/// </summary>
public static class DocumentLimits
{
    /// <summary>Bytes of one document.</summary>
    public const int DocumentBytesMax = 256 * 1024 * 1024;

    /// <summary>Levels of JSON. The deepest legal rule tree needs 28.</summary>
    public const int JsonDepthMax = 64;

    /// <summary>Features of one environment.</summary>
    public const int FeaturesMax = 5_000;

    /// <summary>Segments of one environment.</summary>
    public const int SegmentsMax = 5_000;

    /// <summary>Segment overrides of one environment, all segments together. The hosted platform allows 2,000.</summary>
    public const int SegmentOverridesMax = 50_000;

    /// <summary>Identities with overrides of one environment.</summary>
    public const int IdentityOverridesMax = 100_000;

    /// <summary>Conditions of one rule, without those of its sub-rules.</summary>
    public const int ConditionsPerRuleMax = 100;

    /// <summary>Conditions of one environment, all segments together.</summary>
    public const int ConditionsMax = 500_000;

    /// <summary>Rules of one segment on all levels, and of one list.</summary>
    public const int RulesPerSegmentMax = 1_000;

    /// <summary>Levels of rules; a top-level rule is on the first.</summary>
    public const int RuleDepthMax = 10;

    /// <summary>Options of one multivariate state.</summary>
    public const int VariantsMax = 100;

    /// <summary>Different regular expressions of one environment; each takes memory and compile time.</summary>
    public const int PatternsMax = 2_000;

    /// <summary>Characters of one condition's value. The platform stores at most 1,000; exports of lists may carry more.</summary>
    public const int ConditionValueCharactersMax = 100_000;

    /// <summary>Errors that one reading reports; the rest would only repeat them.</summary>
    public const int ErrorsMax = 100;
}
