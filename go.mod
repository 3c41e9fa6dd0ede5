module skysim

go 1.26
