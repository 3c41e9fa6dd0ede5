package formats

func ownFormats() []Format { return nil }
